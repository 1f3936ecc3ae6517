"""The shortcodes that turn into emoji, and the order in which a picker shows them."""

_GROUPS = {
    "faces": """
        smile 😄 grin 😁 joy 😂 rofl 🤣 slightly_smiling 🙂 wink 😉 blush 😊 innocent 😇
        heart_eyes 😍 star_struck 🤩 kiss 😘 yum 😋 stuck_out_tongue 😛 zany 🤪 hug 🤗
        thinking 🤔 shush 🤫 raised_eyebrow 🤨 neutral 😐 expressionless 😑 smirk 😏
        unamused 😒 rolling_eyes 🙄 grimace 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴
        mask 😷 sick 🤒 dizzy 😵 exploding_head 🤯 cowboy 🤠 party 🥳 sunglasses 😎 nerd 🤓
        confused 😕 worried 😟 frown 🙁 open_mouth 😮 astonished 😲 flushed 😳 pleading 🥺
        cry 😢 sob 😭 scream 😱 sweat 😓 sweat_smile 😅 tired 😫 yawn 🥱 triumph 😤 angry 😠
        upside_down 🙃 melting 🫠 saluting 🫡 robot 🤖 ghost 👻
    """,
    "people": """
        wave 👋 raised_hand ✋ ok_hand 👌 pinched_fingers 🤌 v ✌️ crossed_fingers 🤞
        point_left 👈 point_right 👉 point_up 👆 point_down 👇 thumbsup 👍 +1 👍 thumbsdown 👎
        -1 👎 fist ✊ clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏 writing ✍️
        muscle 💪 eyes 👀 ear 👂 brain 🧠 shrug 🤷 facepalm 🤦 raising_hand 🙋 dancer 💃
        people_hugging 🫂 family 👪 heart_hands 🫶
    """,
    "hearts": """
        heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜
        black_heart 🖤 white_heart 🤍 broken_heart 💔 sparkling_heart 💖 two_hearts 💕
        100 💯 boom 💥 sparkles ✨ star ⭐ fire 🔥 zap ⚡
    """,
    "nature": """
        seedling 🌱 herb 🌿 four_leaf_clover 🍀 tree 🌳 sunflower 🌻 rose 🌹 tulip 🌷 sun ☀️
        cloud ☁️ rain 🌧️ rainbow 🌈 snowflake ❄️ ocean 🌊 earth 🌍 moon 🌙 dog 🐶 cat 🐱 bee 🐝
        butterfly 🦋 turtle 🐢 bird 🐦 owl 🦉 penguin 🐧 unicorn 🦄 snail 🐌
    """,
    "table": """
        coffee ☕ tea 🍵 beer 🍺 cake 🍰 birthday 🎂 pizza 🍕 apple 🍎 bread 🍞 popcorn 🍿
        salad 🥗
    """,
    "things": """
        tada 🎉 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 dart 🎯 art 🎨 music 🎵 microphone 🎤
        camera 📷 book 📖 books 📚 memo 📝 pencil ✏️ pushpin 📌 paperclip 📎 link 🔗 lock 🔒
        unlock 🔓 key 🔑 hammer 🔨 wrench 🔧 gear ⚙️ bug 🐛 bulb 💡 bell 🔔 megaphone 📣
        speech_balloon 💬 mailbox 📫 calendar 📅 hourglass ⏳ clock 🕐 alarm ⏰ chart 📈
        computer 💻 phone 📱 rocket 🚀 bike 🚲 train 🚆 house 🏠 tent ⛺ scales ⚖️ ballot 🗳️
        test_tube 🧪 telescope 🔭 puzzle 🧩 package 📦 moneybag 💰
    """,
    "signs": """
        check ✅ x ❌ warning ⚠️ question ❓ exclamation ❗ plus ➕ minus ➖ recycle ♻️
        arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ no_entry ⛔ sos 🆘 new 🆕
        infinity ♾️ white_flag 🏳️ checkered_flag 🏁 construction 🚧
    """,
}


def _pairs(group: str) -> dict[str, str]:
    words = group.split()
    return dict(zip(words[::2], words[1::2], strict=True))


EMOJI_GROUPS: dict[str, dict[str, str]] = {name: _pairs(text) for name, text in _GROUPS.items()}
EMOJI: dict[str, str] = {
    code: emoji for group in EMOJI_GROUPS.values() for code, emoji in group.items()
}
