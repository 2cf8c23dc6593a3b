/**
 * Words that the contrast templates are filled with, parted by semicolons. Kept mild: slurs and swear words
 * are never written here, they come from a lexicon file at training time (slots `slur`, `insult`, `swear`).
 * A group is "plural|singular".
 */
const SOURCES = {
  group: `
    women|woman; girls|girl; men|man; trans people|trans person; trans women|trans woman;
    transgender people|transgender person; non-binary people|non-binary person; gay people|gay person;
    gays|gay; gay men|gay man; lesbians|lesbian; bisexuals|bisexual; queer people|queer person;
    homosexuals|homosexual; black people|black person; black women|black woman; black folks|black guy;
    Africans|African; African Americans|African American; white people|white person; Asians|Asian;
    Chinese people|Chinese person; Indians|Indian; Pakistanis|Pakistani; Arabs|Arab; Mexicans|Mexican;
    Latinos|Latino; Hispanics|Hispanic; Turks|Turk; Poles|Pole; Romanians|Romanian;
    Native Americans|Native American; Jews|Jew; Jewish people|Jewish person; Muslims|Muslim;
    Muslim women|Muslim woman; Christians|Christian; Catholics|Catholic; Hindus|Hindu; Sikhs|Sikh;
    Buddhists|Buddhist; atheists|atheist; immigrants|immigrant; migrants|migrant; refugees|refugee;
    asylum seekers|asylum seeker; foreigners|foreigner; disabled people|disabled person;
    people with disabilities|person with a disability; blind people|blind person;
    deaf people|deaf person; autistic people|autistic person; wheelchair users|wheelchair user;
    old people|old person; elderly people|elderly person; fat people|fat person; Syrians|Syrian;
    Somalis|Somali; Koreans|Korean; Vietnamese people|Vietnamese person`,
  thing: `
    mosquitoes; cockroaches; wasps; Mondays; these adverts; pop-ups; spam calls; raisins; olives;
    this printer; slow walkers; loud eaters; traffic jams; meetings; weeds; rats in the attic;
    bugs in this code; viruses; cancer cells; plastic bags; leaf blowers; reality shows; this game;
    crime dramas; tax forms; potholes; bad drivers; umbrellas; alarm clocks; microtransactions`,
  trade: `
    bankers; politicians; lawyers; landlords; capitalists; communists; artists; influencers;
    football fans; gamers; hipsters; billionaires; journalists; estate agents; vegans; cyclists; cops;
    scalpers; referees; liberals; conservatives; republicans; democrats; celebrities; engineers`,
  badAdjective: `
    disgusting; stupid; inferior; evil; filthy; dangerous; worthless; lazy; dirty; subhuman; pathetic;
    repulsive; vile; backwards; primitive; dumb; untrustworthy; greedy; sick; mentally ill; useless;
    unnatural; disgraceful; vulgar; ugly; weak; violent; brainless; low IQ; uncivilised; revolting;
    gross; a joke; not normal; not like us; beneath us; savage`,
  badNoun: `
    animals; vermin; parasites; scum; trash; criminals; thieves; liars; rapists; terrorists; monsters;
    a disease; a plague; a cancer on society; filth; pests; rats; pigs; apes; cockroaches; savages;
    leeches; invaders; freaks; degenerates; predators; a waste of space; garbage; losers; the enemy;
    a burden; a mistake of nature; abominations; snakes; half human; idiots`,
  badDeed: `
    ruin everything; are destroying our country; are taking over; bring crime wherever they go;
    cannot be trusted; make me sick; only want our money; never work a day; live off our taxes;
    spread disease; breed like rabbits; contaminate our streets; poison our culture; steal our jobs;
    do not belong here; deserve nothing; deserve no rights; deserve no respect;
    have no place in this country; should not be allowed to vote; should not exist;
    should know their place; are to blame for everything; are behind all of this; hate our way of life;
    are good for nothing; can't think for themselves; are all the same; don't deserve to live here;
    will never be one of us; should go back where they came from; belong in the kitchen; belong in a zoo;
    are not real people; are less than human; aren't human; lie about everything;
    control the banks and the media; turn our children against us; smell awful`,
  punish: `
    be deported; be locked up; be banned from our schools; be kicked out; be sent back; be kept apart;
    be treated like the animals they are; be sterilised; be thrown in jail; be wiped off the map;
    disappear; leave and never return; stay away from our children; be fired; be silenced;
    be put in camps`,
  hurt: `
    be shot; be killed; be hanged; be exterminated; be wiped out; be beaten; be burned alive; be gassed;
    be put down; be eradicated; be attacked in the street; be drowned; die; suffer; be hunted;
    be executed; be stabbed; be slaughtered; get what they deserve, a bullet; be run over; get punched`,
  hurting: `
    kill; hurt; beat up; shoot; stab; burn; attack; exterminate; punch; wipe out; murder; run over; hang;
    destroy; choke; hunt down; get rid of; spit on; smash; slap`,
  goodAdjective: `
    wonderful; kind; amazing; beautiful; brave; welcome here; strong; hard working; talented; great;
    lovely; important to this town; our neighbours; our friends; people like you and me;
    human beings too; clever; generous; funny; equal; fantastic; inspiring; cool; valid; loved; awesome;
    respected`,
  goodDeed: `
    deserve respect; deserve equal rights; deserve better; make great neighbours; belong here;
    enrich our culture; should be proud of who they are; have every right to live in peace;
    should be treated like everyone else; are an important part of our team; need our support;
    are welcome in my house; should be protected by law; have taught me so much;
    are the heart of this community; should be paid the same; deserve to be safe; make this city better;
    work very hard; have done so much for this country; should feel at home here`,
  plainDeed: `
    live on my street; opened a bakery in town; are holding a festival this weekend;
    were interviewed for the article; often travel for work; took part in the survey;
    play in the local team; moved here in the nineties; will march on Saturday;
    are represented in the new film; asked for an interpreter; celebrate next week; run a support group;
    wrote to the council; are one third of the class; vote in this election too;
    were invited to the debate; face barriers at work; are under-represented in science;
    go to this school; came to the meeting; are mentioned in chapter two; have their own newspaper;
    study at the college`,
  opener: `
    Honestly,; I think; I swear; Let's be clear:; Fact:; Everyone knows; In my opinion; lol; Seriously,;
    As always,; I'm not sorry,; Truth is,; Unpopular opinion:; To be honest; Look,; You know; omg; tbh;
    Just saying,; Wow,; I firmly believe; I really feel that; Again:; So; And; Sorry but; Remember:`,
  closer: `
    and everyone knows it; lol; period; and that's that; no doubt about it; end of story; I mean it; imo;
    haha; that's a fact; if you ask me; for real; just saying; every single time; and you know it; smh`,
  speaker: `
    my uncle; some guy; this man; her boss; the politician; that account; a stranger; my old teacher;
    an anonymous user; the host; one commenter; my neighbour; a classmate; the speaker; somebody online`,
  condemn: `
    is a horrible thing to say; is plain wrong; is hate speech and should be removed; makes me so sad;
    is exactly the kind of prejudice we must fight; is never acceptable; is disgusting to read; is a lie;
    is bigotry; got him banned, rightly so; is ignorant and cruel; has no place here; should be reported;
    is what racists say; is not an opinion, it is hatred; is unacceptable; hurts real people`,
  mildInsult: `
    an idiot; a moron; stupid; a loser; pathetic; a clown; an embarrassment; dumb; worthless;
    a waste of space; a coward; disgusting; a liar; ugly; a joke; trash; an awful person; braindead;
    a fool; a creep; a failure; a terrible excuse for a human; the worst; scum; an absolute disgrace`,
  praise: `
    a star; brilliant; so kind; a great friend; wonderful; an inspiration; very clever; the best;
    a genius; hilarious; a lovely person; amazing; right about this; my hero; so talented; a treasure`,
  person: `
    my brother; my neighbour; the man in the red jacket; her husband; the guard; an old sailor; the boy;
    my friend; the driver; his sister; the soldier; the nurse; the king; my cousin; the stranger;
    a young woman; the teacher; the captain; my flatmate; the detective`,
  weapon: `
    a knife; a gun; an axe; a hammer; a rifle; a sword; a brick; a bottle; a machete; a spear`,
  body: `
    head; chest; neck; face; stomach; leg; back; throat; arm; skull`,
  place: `
    at school; at work; on the bus; in town; at the market; online; at home; in the park; at church`,
  plainThing: `
    the weather; dinner; the new phone; my garden; the match last night; this recipe;
    the train timetable; our project; the museum; that song; the film; my bike; the library;
    this article; the lecture; the report; your photos; the puppy; the coffee here; my holiday;
    the update; the book club`,
  praiseThing: `
    great; amazing; so good; beautiful; brilliant; awesome; hilarious; perfect; delicious; wild`,
  family: `
    mother; father; sister; brother; son; daughter; husband; wife; best friend; grandmother`,
} as const;

export type SlotName = keyof typeof SOURCES;

export const SLOTS = Object.fromEntries(
  Object.entries(SOURCES).map(([name, source]) => [name, source.split(";").map((word) => word.trim())]),
) as Record<SlotName, string[]>;
