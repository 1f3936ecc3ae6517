"""What rendering one message costs: `python -m benchmarks.render`. No database, no site."""

import time

from groundswell.core.text.render import render

MESSAGES = {
    "a line": "I agree with @ada, let us meet on Friday. #lane",
    "an ordinary message": "I like what @ada says, **we could try** it.\n\nWhat would it need?\n\n"
    "- a room\n- a date\n\n> the mill leat is dry\n\nSee https://example.org/leat #mill",
    "a long one with code and a table": "# Readings\n\n| day | mm |\n| --- | --- |\n"
    + "".join(f"| {n} | {n * 3 % 17} |\n" for n in range(30))
    + "\n```python\nfor day in days:\n    print(day)\n```\n" * 3,
}
ROUNDS = 300


def main() -> None:
    """Prints CPU milliseconds for each; an ordinary message should stay near one."""
    for name, source in MESSAGES.items():
        render(source)
        began = time.process_time()
        for _ in range(ROUNDS):
            render(source, resolve_mention=lambda handle: f"/@{handle}/")
        each = (time.process_time() - began) / ROUNDS * 1000
        print(f"{each:6.2f} ms CPU  {len(source):5} characters  {name}")


if __name__ == "__main__":
    main()
