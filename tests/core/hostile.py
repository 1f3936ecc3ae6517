"""Strings that break things, gathered by kind; every field must survive every one of them."""

import itertools

BLANK = [
    *("", " ", "\t", "\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\u00a0"),
    *("\u1680", "\u2000", "\u2003", "\u2009", "\u200a", "\u202f", "\u205f", "\u3000"),
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u3164", "\u115f"),
    *("\u2800", "\uffa0", "   ", "\n\n\n", " \t \n ", "\u200b\u200b", "\u2062\u2063"),
]

LONG = [
    character * length
    for character, length in itertools.product(
        [
            "a",
            " ",
            "\n",
            "a ",
            "\u00e9",
            "e\u0301",
            "\U0001f600",
            "\u4e2d",
            "\ufdfa",
            "<",
            "&",
            "'",
        ],
        [151, 2_049, 10_001, 50_001],
    )
]

NUMBERS = [
    *("0", "-0", "1", "-1", "00", "01", "1.0", "1.", ".1", "1,000", "1e5", "1E400", "-1e-400"),
    *("NaN", "nan", "Infinity", "-Infinity", "inf", "0x0", "0xffffffff", "0b1", "0o7", "1_000"),
    *("2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740993"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" * 400, "1/0"),
    *("18446744073709551616", "\u0661\u0662\u0663", "\uff11\uff12", "\u00b2", "\u00bd", "\u2167"),
    *("$1.00", "1%", "+1", "--1", "1-1", "0,0", "1.2.3.4", "::1", "12:61", "2026-02-30"),
]

NOTHINGS = [
    *("null", "NULL", "None", "nil", "undefined", "undef", "void", "true", "false", "True"),
    *("False", "yes", "no", "on", "off", "N/A", "(null)", "[]", "{}", "[object Object]", '""'),
    *("''", "hasOwnProperty", "__proto__", "constructor", "prototype", "__class__", "__init__"),
    *("self", "this", "id", "pk", "-", "_", ".", "..", "...", "/", "\\", "*", "?", "%", "#", "@"),
]

MARKUP = [
    *("<![/#", "<![/#>", "<![CDATA[", "<![CDATA[x]]>", "<!", "<!-", "<!--", "<!-->", "<!DOCTYPE"),
    *(
        "<?",
        "<?xml",
        "<?php echo 1 ?>",
        "<%= 1 %>",
        "</",
        "</>",
        "<>",
        "< >",
        "<a",
        "<a<a<a",
        "]]>",
    ),
    *(
        "&",
        "&;",
        "&#;",
        "&#x;",
        "&#0;",
        "&#xD800;",
        "&#x110000;",
        "&amp;amp;",
        "&lt;b&gt;",
        "&quot",
    ),
    *("&#999999999999;", "&nosuchname;", "&copy", "&zwj;", "&#x202e;", "<b>bold", "</div></div>"),
    *(
        "<table><tr><td>",
        "<plaintext>",
        "<xmp>",
        "<noscript><p title='</noscript>'>",
        "<base href>",
    ),
    *("<meta http-equiv=refresh content=0>", "<title></title>", "<body onload=x>", "<p/>" * 50),
]

_PAYLOADS = ["alert(1)", "alert`1`", "fetch('/accounts/logout/')", "top['al'+'ert'](1)"]
_CARRIERS = [
    "<script>{}</script>",
    "<ScRiPt >{}</sCrIpT>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<img src=x onerror={}>",
    "<img src=x onerror\x0b={}>",
    "<img/src=x/onerror={}>",
    '"><svg onload={}>',
    "'><svg/onload={}>",
    "<svg><animate onbegin={} attributeName=x>",
    "<math><mtext><style><img src onerror={}></style>",
    "<iframe src='javascript:{}'></iframe>",
    "<a href='javascript:{}'>a</a>",
    "<a href='java\tscript:{}'>a</a>",
    "<a href=' \x01javascript:{}'>a</a>",
    "<a href='&#106;avascript:{}'>a</a>",
    "[a](javascript:{})",
    "[a](JaVaScRiPt:{})",
    "[a](java&#10;script:{})",
    "[a](data:text/html,<script>{}</script>)",
    "[a](vbscript:{})",
    "![a](javascript:{})",
    '![a](x"onerror="{})',
    '[a](/x "onmouseover={}")',
    "<javascript:{}>",
    "[a]: javascript:{}\n\n[a]",
    "```js onload={}\nx\n```",
    "<div hx-get='/x' hx-on::load='{}'>",
    "<form action='javascript:{}'><button>",
    "<details open ontoggle={}>",
    "<style>@import 'javascript:{}';</style>",
    "<p style='x:expression({})'>",
    "javascript:{}//",
    "';{};//",
    '";{};//',
    "</script><script>{}</script>",
    "${{{}}}",
    "<template><script>{}</script></template>",
]
SCRIPTS = [c.format(p) for c, p in itertools.product(_CARRIERS, _PAYLOADS[:2])]
SCRIPTS += [c.format(p) for c, p in itertools.product(_CARRIERS[:8], _PAYLOADS[2:])]

QUERIES = [
    *("'", '"', "''", "`", ";", "--", "/*", "*/", "' OR '1'='1", "' OR 1=1--", '" OR ""="'),
    *("1; DROP TABLE users", "'; DROP TABLE users; --", "1' UNION SELECT NULL--", "') OR ('1'='1"),
    *("admin'--", "1 AND SLEEP(5)", "'||(SELECT 1)||'", "%", "%%", "_", "\\%", "\\'", "x' AND 1=0"),
    *("MATCH", "NEAR", "NOT", "AND OR", '"unclosed', "a*", "a AND", "(", ")", "a:b", "^a", "-a"),
    *("a NEAR/0 b", "{a b}: c", "a & | b", "!", "a <-> b", "'a':*", "id:1", "$ne", "{'$gt': ''}"),
]

FORMATS = [
    *(
        "%s",
        "%d",
        "%n",
        "%x" * 20,
        "%(name)s",
        "%(name)",
        "%",
        "%%s",
        "%1$s",
        "%99999d",
        "{}",
        "{0}",
    ),
    *("{name}", "{0.__class__}", "{{7*7}}", "{% debug %}", "{{ config }}", "{# x #}", "${7*7}"),
    *("#{7*7}", "<%= 7*7 %>", "{{''.__class__.__mro__}}", "{%", "{{", "}}", "%}", "$(id)", "`id`"),
    *("| id", "; id", "&& id", "$HOME", "%PATH%", "$((1+1))", "\x1b[31mred", "\x07", "\x08\x08"),
    *("\r\nSet-Cookie: a=b", "\nBcc: all@example.org", "%0d%0aX: y", "=1+1", "+1+1", "@SUM(A1)"),
    *("-1+1|cmd", "=HYPERLINK('x')", "(|(uid=*))", "*)(uid=*", "//*", "' or '1'='1' or ''='"),
]

PATHS = [
    *("../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\", "file:///etc"),
    *("%2e%2e%2f", "..%2f..%2f", "..%c0%af", "....//....//", "/dev/zero", "CON", "aux.txt", "LPT1"),
    *(
        "a/../b",
        "./.",
        "~",
        "~root",
        "a\\b",
        "//example.org",
        "\\\\example.org\\x",
        "/\\example.org",
    ),
    *("http://", "https://", "http://a", "http://[", "http://[::1]/", "http://a b/", "ftp://a/"),
    *("http://user:pw@127.0.0.1:22/", "http://0x7f.1/", "http://2130706433/", "mailto:", "tel:"),
    *("http://a/" + "b" * 3_000, "http://" + "a." * 200, "xn--a.example", "http://\u0131.example/"),
    *("https://example.org/\u202egpj.exe", "www.example.org", "about:blank", "blob:x", "data:,x"),
]

DIRECTIONS = [
    f"{opening}{text}{closing}"
    for opening, closing in [
        ("\u202e", ""),
        ("\u202e", "\u202c"),
        ("\u202d", ""),
        ("\u2066", ""),
        ("\u2067", "\u2069"),
        ("\u2068" * 130, ""),
        ("\u200f", "\u200e"),
        ("\u061c", ""),
        ("", "\u2069\u2069"),
        ("\u202a" * 70, "\u202c" * 70),
    ]
    for text in ["abc", "\u05d0\u05d1\u05d2 abc 123", "\u0645\u0631\u062d\u0628\u0627"]
]

SCRIPTS_OF_THE_WORLD = [
    *(
        "\u00c7a va\u00a0?",
        "Stra\u00dfe",
        "\u0130stanbul",
        "\u0131",
        "\ufb01\ufb02",
        "\u1e9e",
        "\u017f",
    ),
    *(
        "\u4e2d\u6587\u5b57",
        "\u65e5\u672c\u8a9e\u30ab\u30ca",
        "\ud55c\uad6d\uc5b4",
        "\u1112\u1161\u11ab",
    ),
    *(
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u0e44\u0e17\u0e22",
        "\u10e5\u10d0\u10e0",
        "\u1200\u1208",
    ),
    *(
        "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
        "\u05e2\u05d1\u05e8\u05d9\u05ea",
        "\ufdfd",
        "\ufdfa",
    ),
    *(
        "\u0410\u0411\u0412",
        "\u03b1\u03b2\u03c2",
        "\u0250\u0279",
        "\U00010400",
        "\U0001d4d0",
        "\u2603",
    ),
    *(
        "\u0930\u094d\u200d",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        "\u0f40\u0fb5",
        "\ua9c5\ua9bf",
    ),
]

LOOKALIKES = [
    *(
        "\u0430dmin",
        "adm\u0456n",
        "\uff41\uff44\uff4d\uff49\uff4e",
        "\u0251dmin",
        "admin\u200b",
        "ADMIN",
    ),
    *(
        "\U0001d41a\U0001d41d\U0001d426\U0001d422\U0001d427",
        "a\u0307dmin",
        "\u24d0\u24d3\u24dc",
        "r\u043e\u043et",
    ),
    *(
        "admin ",
        " admin",
        "admin\u00a0",
        "ad\u00admin",
        "\u212a",
        "\u00b5",
        "\u2126",
        "\u1d2c",
        "paypa1",
    ),
    *(
        "\u01c0",
        "\u2215",
        "\u2044",
        "\uff0f",
        "\uff0e\uff0e",
        "\u3002",
        "\ufe64script\ufe65",
        "\uff1cscript\uff1e",
    ),
]

STACKED = [
    letter + "".join(chr(0x300 + (step * number) % 0x70) for number in range(count))
    for letter, step, count in itertools.product(
        ["Z", "\u0645", "\U0001f600"], [1, 7], [3, 40, 900]
    )
]
STACKED += ["a" + "\u0301\u0316" * 5_000, "\u0301", "\u0301abc", "\u20e3", "1\ufe0f\u20e3"]

EMOJI = [
    *(
        "\U0001f600",
        "\U0001f44d\U0001f3fd",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    ),
    *(
        "\U0001f1ea\U0001f1fa",
        "\U0001f1ea",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ),
    *(
        "\u2764\ufe0f",
        "\u2764\ufe0e",
        "\U0001f9d1\u200d\U0001f4bb" * 40,
        "\U0001f3f3\ufe0f\u200d\U0001f308",
    ),
    *(
        "\ufe0f",
        "\U0001f3fb",
        "\U000e0001",
        "\U000e0020" * 60,
        "\u200d\U0001f525",
        ":wave:",
        "::",
        ":a:" * 400,
    ),
]

CONTROLS = [chr(code) for code in (*range(0x01, 0x20), 0x7F, *range(0x80, 0xA0))]
NONCHARACTERS = [
    "\ufffe",
    "\uffff",
    "\ufdd0",
    "\U0001ffff",
    "\U0010ffff",
    "\ue000",
    "\U000f0000",
    "\ufffd",
]

UNSTORABLE = [
    *(
        "\0",
        "a\0b",
        "\0" * 100,
        "abc\0",
        "<\0script>",
        "\ud800",
        "\udfff",
        "a\udc80b",
        "\udcff\udcfe",
    ),
    *("\ude00\ud83d", "\ud83d", "x\ud800\0", "\udbff" * 50),
]

DEEP = [
    *(
        "[" * 10_000,
        "*" * 10_000,
        ">" * 10_000,
        "_" * 10_000,
        "`" * 10_000,
        "~" * 10_000,
        "(" * 10_000,
    ),
    *(
        "![" * 5_000,
        "[](" * 3_333,
        "[a](" * 2_500,
        "*a_ " * 2_500,
        "> " * 5_000,
        "- " * 5_000,
        "1. " * 3_333,
    ),
    *(
        "a**b" * 2_500,
        "<" * 10_000,
        "&" * 10_000,
        "\\" * 10_000,
        "#" * 10_000,
        "@" * 10_000,
        "@a" * 5_000,
    ),
    *(
        "|" * 10_000,
        "a|b\n-|-\n" + "|" * 9_000,
        "```\n" * 2_500,
        "[^1]" * 2_500,
        "^[" * 5_000,
        "[x" * 5_000,
    ),
    *(
        "http://" * 1_400,
        "a@" * 5_000,
        "www." * 2_500,
        "[^a]: " * 1_600,
        "[a]: b\n" * 1_400,
        "<a " * 3_300,
    ),
    *(
        "*_~`" * 2_500,
        "\t" * 10_000,
        "- a\n  " * 1_600,
        "\n".join(" " * i + "- a" for i in range(130)),
    ),
    *(
        "[a]" * 3_333,
        "[a][" * 2_500,
        "<!--" * 2_500,
        "!" * 10_000,
        ":" * 10_000,
        "\n> " * 3_300,
        "~~a" * 3_300,
    ),
    *(
        "`" + "a`` " * 2_500,
        "".join("`" * i + " " for i in range(140)),
        "==" * 5_000,
        "a\n=" * 3_300,
    ),
    *(
        "{" * 10_000,
        '{"a":' * 2_000,
        "(((" * 3_000 + "a" + ")))" * 300,
        "\u0301" * 10_000,
        ":a" * 5_000,
    ),
]

HOSTILE: tuple[str, ...] = tuple(
    dict.fromkeys(
        itertools.chain(
            *(BLANK, LONG, NUMBERS, NOTHINGS, MARKUP, SCRIPTS, QUERIES, FORMATS, PATHS, DIRECTIONS),
            *(SCRIPTS_OF_THE_WORLD, LOOKALIKES, STACKED, EMOJI, CONTROLS, NONCHARACTERS),
            *(UNSTORABLE, DEEP),
        )
    )
)
