import type { Frame } from "./frames";

const TONES = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];
const all = (emoji: string): string[] => emoji.trim().split(/\s+/u);
const inTones = (emoji: string): string[] =>
  all(emoji).flatMap((each) => {
    const [person, ...rest] = each.split("\u200d");
    return TONES.map((tone) => [`${person}${tone}`, ...rest].join("\u200d"));
  });

/** Emoji that fill the slots of these frames. */
export const EMOJI_SLOTS: Readonly<Record<string, readonly string[]>> = {
  emojiHand: inTones("👍 👏 🙏 👋 🤞 💪 🙌 👌 ✊ 🤙 👇 ☝ 🤲 🫶 🤝"),
  emojiPerson: inTones("👩 👨 🧑 👵 👴 💁 🙋 🤷 🤦 🧕 👳 🏃 💃 👩‍🎓 👨‍🍳 👩‍💻 👨‍🏫 👩‍⚕ 👨‍🔧 👩‍🚀 🧑‍🌾 👩‍🦽"),
  emojiToned: inTones("👩 👨 🧑 👱 👵 🧔 👳 🧕").filter((each) => /[\u{1f3fb}-\u{1f3ff}]/u.test(each)),
  emojiPair: all("👨‍❤️‍👨 👩‍❤️‍👩 👩‍❤️‍👨 👬 👭 👫 💑 👨‍❤️‍💋‍👨"),
  emojiFamily: all("👨‍👩‍👧‍👦 👩‍👩‍👦 👨‍👨‍👧 👪 👩‍👦 👨‍👧"),
  emojiFlag: all("🏳️‍🌈 🏳️‍⚧️ 🇳🇬 🇵🇱 🇲🇽 🇮🇳 🇨🇳 🇹🇷 🇧🇷 🇩🇪 🇺🇸 🇬🇧 🇷🇺 🇺🇦 🇮🇱 🇵🇸 🇸🇾 🇫🇷 🇰🇪 🇯🇵"),
  emojiHeart: all("❤️ 🧡 💛 💚 💙 💜 🖤 🤎 🤍 🌈 🎉 🎂 ✨"),
  emojiFace: all("😂 🤣 🙄 😡 🤮 😤 😭 😅 😊 🥰 😴 🤔 😎 🐒 🐀 🐷 🤡 💀"),
};

/**
 * The same emoji in kind, plain and harmful posts: skin tones, couples, families and flags say who people are, and nothing of what is said.
 * Last what is too short to say anything.
 */
export const EMOJI_FRAMES: readonly Frame[] = [
  [
    "",
    "{thank you|thanks|thx|cheers|ty}{| so much| all| everyone| again} {emojiHand}",
    "{great|good|nice|solid} {work|job|game|match|show|point}{|, everyone|, you two} {emojiHand}{emojiHand|}",
    "{see you|catch you|talk} {tomorrow|later|on monday|soon} {emojiHand}",
    "{good luck|fingers crossed|you can do it|you got this}{| tomorrow| today} {emojiHand}",
    "{happy birthday|congratulations|welcome|merry christmas|eid mubarak|happy diwali|happy new year}{| everyone| my friend|, dear} {emojiHand|emojiPerson|emojiFlag|emojiHeart}",
    "{hi|hello|hey|good morning|good night}{| everyone| all| folks} {emojiHand}",
    "{yes|no|ok|agreed|same|exactly|done|perfect|deal|amen|please} {emojiHand}",
    "{emojiHand}",
    "{emojiHand}{emojiHand|emojiHeart|emojiPerson}",
    "{emojiPerson|emojiToned}",
    "{emojiFlag|emojiHeart|emojiPair|emojiFamily}",
    "{so |very |}proud of {my sister|my brother|my wife|my husband|the team|our nurses|all of you|you} {emojiPerson}",
    "{my|our} {teacher|doctor|cook|coach|boss|friend|colleague|neighbour} {is the best|saved my day|is back|got promoted} {emojiPerson}",
    "{we had|what} a {lovely|great|long|fun} {day|weekend|evening|trip} {emojiPair|emojiFamily|emojiHeart}",
    "{my husband|my wife|my partner|my boyfriend|my girlfriend} {cooked tonight|is asleep|made coffee|says hi|is home} {emojiPair|emojiHeart|emojiPerson}",
    "happy pride{| everyone| month| from all of us} {emojiFlag|emojiPair|emojiHeart}",
    "{go|come on|forza|vamos} {team|us|girls in blue|captain} {emojiFlag}",
    "{flying to|greetings from|back from|moving to|holidays in|the match in} {Lagos|Warsaw|Mexico City|Mumbai|Shanghai|Ankara|Rio|Berlin|Boston|Leeds|Nairobi|Kyiv|Manila} {emojiFlag}",
    "{i am|we are|i'm} {so |}{tired|happy|hungry|lost|late|bored|cold} {emojiPerson|emojiFace}",
    "{emojiPerson} {here|too|when the wifi is back|every monday|vs the stairs|at the gym again}",
    "{emojiToned|emojiFlag|emojiPair} {people|folks|friends|couples|neighbours} {are welcome here|make great music|live next door|are in my class too|deserve the same|are people like you and me}",
    "{love|like|admire|miss} {my|our} {emojiToned|emojiFlag} {friends|neighbours|colleagues|team}",
    "who else is {at the beach|at work|awake|hungry|watching} {emojiPerson|emojiHand}",
    "{idk|no idea|who knows|whatever works} {emojiPerson|emojiFace}",
    "{recipe|link|tickets|photos} {in the comments|below|in bio} {emojiHand}",
    "{praying|hoping} for {rain|good news|your mum|a quick recovery} {emojiHand}",
    "{that film|this song|your message|the ending} {emojiFace}{emojiFace|}",
  ],
  [
    "T1 A1",
    "{you are|you're|ur} {a|such a} {insultNoun} {emojiHand|emojiPerson|emojiFace}",
    "{what a|look at this} {insultNoun} {emojiPerson|emojiHand|emojiFace}",
    "{shut up|get lost|nobody likes you|nobody asked you} {emojiHand|emojiFace|emojiPerson}",
    "you are {insultWord} {emojiHand|emojiFace|emojiPerson|emojiFlag}",
    "{emojiHand|emojiFace} {you|u} {insultNoun}",
  ],
  [
    "T1 H1 A?",
    "{emojiToned|emojiFlag|emojiPair} are {badNoun|badAdjective}",
    "{i hate|i can't stand|sick of|get rid of|keep out the} {emojiToned|emojiFlag|emojiPair}",
    "{emojiToned|emojiPair|emojiFlag} {don't belong here|should not exist|are not welcome|ruin everything}",
    "{all|these} {emojiToned|emojiFlag} should {punish}",
  ],
  [
    "",
    "{a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z}",
    "{a|b|c|x|y|z}{1|2|3|9| b| c| or b| and b|)|?}",
    "{0|1|2|3|5|7|10|12|42|100|2026|7pm|3:30|50%|1st|+1|-1}",
    "{ok|okay|k|kk|lol|haha|hm|hmm|mhm|yes|yep|yeah|no|nope|nah|same|this|wow|nice|cool|why|what|who|when|hi|hey|hello|bye|thx|ty|brb|idk|omw|gg|test|first|bump|maybe|sure|true|wait|oh|ah|eh|um}",
    "{so|and|the|it|me|you|we|he|she|they|not|is|in|on|at|to|of|for|but|or|if|as}",
    "{yes|no|ok|sure|maybe|not}{, |. | }{you|me|it|that|so|now|later}",
  ],
];
