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
    atheists|atheist; immigrants|immigrant; migrants|migrant; refugees|refugee;
    asylum seekers|asylum seeker; foreigners|foreigner; disabled people|disabled person;
    people with disabilities|person with a disability; blind people|blind person;
    deaf people|deaf person; autistic people|autistic person; wheelchair users|wheelchair user;
    old people|old person; elderly people|elderly person; fat people|fat person; Syrians|Syrian;
    Somalis|Somali; Koreans|Korean; Vietnamese people|Vietnamese person;
    pensioners|pensioner; Egyptians|Egyptian; Iranians|Iranian; Nigerians|Nigerian; Ukrainians|Ukrainian;
    Russians|Russian; Roma people|Roma person;
    Japanese people|Japanese person; Brazilians|Brazilian; feminists|feminist;
    single mothers|single mother; female gamers|female gamer; trans men|trans man; drag queens|drag queen;
    LGBT people|LGBT person; black men|black man; brown people|brown person;
    Protestants|Protestant; people with Down syndrome|person with Down syndrome; dwarfs|dwarf;
    Palestinians|Palestinian; Israelis|Israeli; Afghans|Afghan; newcomers|newcomer`,
  thing: `
    mosquitoes; cockroaches; wasps; Mondays; these adverts; pop-ups; spam calls; raisins; olives;
    this printer; slow walkers; loud eaters; traffic jams; meetings; weeds; rats in the attic;
    bugs in this code; viruses; cancer cells; plastic bags; leaf blowers; reality shows; this game;
    crime dramas; tax forms; potholes; bad drivers; umbrellas; alarm clocks; microtransactions;
    wet socks; mushrooms; flies in the kitchen; my old phone; this keyboard; queues; Sunday homework;
    seagulls; burnt toast; this app; hay fever; the tax office website; cold coffee; loud motorbikes;
    broken lifts; horror films; sand in my shoes; moths; the flu; ants in my flat; paper straws`,
  trade: `
    bankers; politicians; lawyers; landlords; capitalists; communists; artists; influencers;
    football fans; gamers; hipsters; billionaires; journalists; estate agents; vegans; cyclists; cops;
    scalpers; referees; liberals; conservatives; republicans; democrats; celebrities; engineers;
    dentists; recruiters; bus drivers; accountants; football players; rappers; tourists; smokers; students;
    teachers; managers; bloggers; hedge funds; carnivores; car salesmen; motorists; programmers;
    anarchists; socialists; neo-nazis; fascists; paedophiles; terrorists; rapists; racists; burglars;
    drug dealers`,
  badAdjective: `
    disgusting; stupid; inferior; evil; filthy; dangerous; worthless; lazy; dirty; subhuman; pathetic;
    repulsive; vile; backwards; primitive; dumb; untrustworthy; greedy; sick; mentally ill; useless;
    unnatural; disgraceful; vulgar; ugly; weak; violent; brainless; low IQ; uncivilised; revolting;
    gross; a joke; not normal; not like us; beneath us; savage;
    loathsome; mindless; rotten; nasty; cowardly; corrupt; hideous; contagious; perverted;
    deceitful; brutish; hateful; inhuman; insane; incapable; abnormal; parasitic; vicious; crooked;
    undeserving; ungrateful; slimy; foul; moronic; idiotic; a disgrace; a threat to us; a problem;
    the devil; too sensitive; good for nothing; not real men; the weaker sex; not civilised`,
  badNoun: `
    animals; vermin; parasites; scum; trash; criminals; thieves; liars; rapists; terrorists; monsters;
    a disease; a plague; a cancer on society; filth; pests; rats; pigs; apes; cockroaches; savages;
    leeches; invaders; freaks; degenerates; predators; a waste of space; garbage; losers; the enemy;
    a burden; a mistake of nature; abominations; snakes; half human; idiots;
    insects; beasts; dogs; maggots; demons; creeps; fanatics; morons; cowards; cheats;
    scroungers; a virus; a stain; dirt; spies; traitors; barbarians; perverts; swine; livestock;
    slaves by nature; an infection; an inferior race; dead weight; a curse; brutes; cannibals; lowlifes;
    the scum of the earth; thugs`,
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
    control the banks and the media; turn our children against us; smell awful;
    have no brains; can't control themselves; abuse our kindness; never wash; carry diseases;
    raise their children as thieves; want to rule over us; sell drugs to our kids; drag this country down;
    never learn; pollute everything they touch; mutilate their children; destroy families;
    have too many children; have no morals; are born criminals; cheat on their taxes;
    should be kept on a leash; are after our women; can't be educated; only understand violence;
    always play the victim; push their agenda on us; are sick in the head; have no shame;
    deserve to be spat on; make this place a dump`,
  punish: `
    be deported; be locked up; be banned from our schools; be kicked out; be sent back; be kept apart;
    be treated like the animals they are; be sterilised; be thrown in jail; be wiped off the map;
    disappear; leave and never return; stay away from our children; be fired; be silenced;
    be put in camps;
    be forced to leave; be kept in cages; lose their citizenship; be chained up; be whipped; be fenced off;
    be registered and watched; never be let in; go extinct; go back to the jungle; be put on trains;
    be removed from society; be slaves again; never have children; be denied treatment;
    be beaten into line; rot in prison`,
  hurt: `
    be shot; be killed; be hanged; be exterminated; be wiped out; be beaten; be burned alive; be gassed;
    be put down; be eradicated; be attacked in the street; be drowned; die; suffer; be hunted;
    be executed; be stabbed; be slaughtered; get what they deserve, a bullet; be run over; get punched;
    bleed; be strangled; be thrown off a roof; be crushed; be poisoned; be mowed down; be lynched;
    be put against a wall; be stoned; be choked; die in pain; burn in hell; be knocked out;
    be whipped to death; be crucified; be thrown overboard; be bombed`,
  hurting: `
    kill; hurt; beat up; shoot; stab; burn; attack; exterminate; punch; wipe out; murder; run over; hang;
    destroy; choke; hunt down; get rid of; spit on; smash; slap;
    slaughter; lynch; stomp on; torture; poison; whip; cut up; break; strangle; drown; kick; knock out;
    stone; bash; throw out of the window; set fire to; cripple`,
  goodAdjective: `
    wonderful; kind; amazing; beautiful; brave; welcome here; strong; hard working; talented; great;
    lovely; important to this town; our neighbours; our friends; people like you and me;
    human beings too; clever; generous; funny; equal; fantastic; inspiring; cool; valid; loved; awesome;
    respected;
    honest; patient; gentle; polite; gifted; our equals; a joy to work with; full of life; great parents;
    wise; heroes; resilient; an inspiration; witty; charming; reliable; part of this family;
    the backbone of this company; worth knowing; normal people; good people; trustworthy; loyal; smart;
    capable; brilliant cooks`,
  goodDeed: `
    deserve respect; deserve equal rights; deserve better; make great neighbours; belong here;
    enrich our culture; should be proud of who they are; have every right to live in peace;
    should be treated like everyone else; are an important part of our team; need our support;
    are welcome in my house; should be protected by law; have taught me so much;
    are the heart of this community; should be paid the same; deserve to be safe; make this city better;
    work very hard; have done so much for this country; should feel at home here;
    make the best colleagues; know what they are doing; bring us new ideas; pay their taxes like all of us;
    helped us after the flood; always greet me; are good at their jobs; should be heard; have my respect;
    deserve a warm welcome; deserve praise; run half the shops here; keep the hospital running;
    won our hearts; are as good as anyone; share their food with us; built this town;
    are worth fighting for; have waited too long for justice; raise lovely children`,
  plainDeed: `
    live on my street; opened a bakery in town; are holding a festival this weekend;
    were interviewed for the article; often travel for work; took part in the survey;
    play in the local team; moved here in the nineties; will march on Saturday;
    are represented in the new film; asked for an interpreter; celebrate next week; run a support group;
    wrote to the council; are one third of the class; vote in this election too;
    were invited to the debate; face barriers at work; are under-represented in science;
    go to this school; came to the meeting; are mentioned in chapter two; have their own newspaper;
    study at the college;
    read the news online; have a table at the back; were asked about the new road; live in large families;
    came third in the cup; collect stamps; wait at the bus stop; own small farms; sing in two choirs;
    sat in the first row; prefer tea; meet on Thursdays; appear in many novels; settled along the coast;
    make up half of the staff; signed the petition; use this app; took the early train;
    answered the questions; are on the list; speak several languages; visit the museum on Sundays;
    rent the hall; watch the same shows`,
  opener: `
    Honestly,; I think; I swear; Let's be clear:; Fact:; Everyone knows; In my opinion; lol; Seriously,;
    As always,; I'm not sorry,; Truth is,; Unpopular opinion:; To be honest; Look,; You know; omg; tbh;
    Just saying,; Wow,; I firmly believe; I really feel that; Again:; So; And; Sorry but; Remember:;
    Listen,; My two cents:; I'll say it again:; Hot take:; No offence, but; Newsflash:; It's obvious,;
    Mark my words,; Well,; Ugh,; Hey,; Sad but true:; I know that; The truth is that; Frankly,; Dear all,;
    @user; I've always said:`,
  closer: `
    and everyone knows it; lol; period; and that's that; no doubt about it; end of story; I mean it; imo;
    haha; that's a fact; if you ask me; for real; just saying; every single time; and you know it; smh;
    #truth; so there; and you can quote me; deal with it; ok; and I stand by it; wake up; sad; every day;
    forever; right?; don't you think; that's my view; you know I'm right; and always will be; 100 %`,
  speaker: `
    my uncle; some guy; this man; her boss; the politician; that account; a stranger; my old teacher;
    an anonymous user; the host; one commenter; my neighbour; a classmate; the speaker; somebody online;
    the coach; a caller; my cousin; the priest; some kid; a customer; her ex; the landlord; this idiot;
    an actor; the candidate; somebody on the bus; my boss; that troll; the singer; a lecturer`,
  condemn: `
    is a horrible thing to say; is plain wrong; is hate speech and should be removed; makes me so sad;
    is exactly the kind of prejudice we must fight; is never acceptable; is disgusting to read; is a lie;
    is bigotry; got him banned, rightly so; is ignorant and cruel; has no place here; should be reported;
    is what racists say; is not an opinion, it is hatred; is unacceptable; hurts real people;
    is a slap in the face of decent people; should shame you; is not funny; is harassment;
    is a cruel stereotype; must stop; is bullying; was the worst thing I read today; cost her the job;
    makes people afraid to go out; is how violence begins; is wrong on every level;
    breaks the rules of this forum; is heartless; deserves a ban; is rubbish and you know it`,
  mildInsult: `
    an idiot; a moron; stupid; a loser; pathetic; a clown; an embarrassment; dumb; worthless;
    a waste of space; a coward; disgusting; a liar; ugly; a joke; trash; an awful person; braindead;
    a fool; a creep; a failure; a terrible excuse for a human; the worst; scum; an absolute disgrace;
    a rat; a snake; a nobody; a hypocrite; a bully; a parasite; a brat; a cheat; a muppet; a lunatic;
    a pig; dumber than a brick; an ass; a troll; a freak; a disgrace to your family; garbage; useless;
    a nasty piece of work; a filthy liar; ridiculous; delusional; a sad excuse for a friend; repulsive;
    a psycho; a halfwit; insufferable`,
  praise: `
    a star; brilliant; so kind; a great friend; wonderful; an inspiration; very clever; the best;
    a genius; hilarious; a lovely person; amazing; right about this; my hero; so talented; a treasure;
    a gem; a legend; a good listener; funny; very patient; one of a kind; so thoughtful; great at this;
    my favourite person; a natural; a good egg; the kindest soul; a role model; doing well;
    welcome any time; an excellent teacher`,
  person: `
    my brother; my neighbour; the man in the red jacket; her husband; the guard; an old sailor; the boy;
    my friend; the driver; his sister; the soldier; the nurse; the king; my cousin; the stranger;
    a young woman; the teacher; the captain; my flatmate; the detective;
    the baker; my aunt; the postman; a tall man; the mayor; her brother; the pilot; his wife;
    a girl in a green coat; the landlord; the thief; the queen; my grandfather; the doctor;
    a friend of mine; Tom; Maria; Ahmed; Li; the cook`,
  adult: `
    my neighbour; the man in the red jacket; her husband; his wife; my boyfriend; my girlfriend; the driver; the stranger;
    the captain; my flatmate; the detective; the baker; the landlord; a tall man; a woman in a green coat; the widow; the
    pilot; the doctor; my boss; my ex; a friend of mine; Tom; Maria; Ahmed; Li; the cook`,
  weapon: `
    a knife; a gun; an axe; a hammer; a rifle; a sword; a brick; a bottle; a machete; a spear;
    a shovel; a pistol; a chainsaw; a crowbar; a pair of scissors; a baseball bat; a shotgun; a rope;
    a razor; a dagger`,
  body: `
    head; chest; neck; face; stomach; leg; back; throat; arm; skull;
    jaw; ribs; hand; knee; eye; spine; belly; shoulder; teeth`,
  place: `
    at school; at work; on the bus; in town; at the market; online; at home; in the park; at church;
    at the station; in the office; in class; on the train; at the gym; in the queue; at the party;
    in our street; on the beach; in the comments; at the hospital; on the radio`,
  plainThing: `
    the weather; dinner; the new phone; my garden; the match last night; this recipe;
    the train timetable; our project; the museum; that song; the film; my bike; the library;
    this article; the lecture; the report; your photos; the puppy; the coffee here; my holiday;
    the update; the book club;
    the lawn; this keyboard; the new bridge; the cheese cake; my flight; the meeting; the bus; the sunset;
    your essay; the concert; the radio play; lunch; the market; this podcast; the exam; the swimming pool;
    our trip; the window seat; the interview; that documentary; my shoes; the wifi; breakfast; the jacket;
    your comment; the second chapter`,
  praiseThing: `
    great; amazing; so good; beautiful; brilliant; awesome; hilarious; perfect; delicious; wild;
    lovely; fine; splendid; better than expected; very useful; so funny; well made; a success; worth it;
    tasty; cosy`,
  creature: `
    cockroaches; rats; lice; maggots; leeches; ticks; fleas; worms; slugs; termites; locusts; hyenas; jackals; vultures; monkeys; apes;
    pigs; swine; stray dogs; mules; sheep; toads; reptiles; spiders; mosquitoes; ants; rodents; weasels; crows; vermin; insects; snakes;
    dogs; beasts; animals; pests; parasites; wild animals; cattle; flies; wolves; goats; bed bugs; gorillas; hogs; lizards; baboons; mice`,
  creatureOne: `
    cockroach; rat; louse; maggot; leech; tick; flea; worm; slug; hyena; jackal; vulture; monkey; ape; pig; stray dog; mule; toad;
    reptile; spider; mosquito; rodent; weasel; beast; animal; pest; parasite; snake; dog; insect; wolf; goat; gorilla; hog; lizard;
    baboon; bug; germ; mouse`,
  ailment: `
    a disease; a plague; a cancer; a tumour; an infection; a virus; a rash; a poison; a rot; a blight; a curse; a sickness; an epidemic;
    a parasite; a boil; a germ; the plague; a contagion; a pandemic; a pox; a stain; a sore; a scourge; mould; gangrene`,
  ailmentName: `
    cancer; the plague; a virus; the flu; mould; an infection; measles; cholera; leprosy; an epidemic; tuberculosis; a rash; malaria;
    the pox; a disease; rabies; wildfire; weeds; scabies; typhus`,
  refuse: `
    garbage; rubbish; sewage; dirt; waste; slime; muck; scum; trash; sludge; filth; mud; dung; manure; junk; rot; litter; grime;
    toxic waste; dust; scrap; pond scum`,
  goods: `
    tools; machines; furniture; objects; property; breeding stock; cargo; meat; slaves; toys; decoration; cannon fodder; servants; pets;
    spare parts; freight; goods; working animals; body parts; target practice; ballast; playthings`,
  intensifier: `
    complete; total; absolute; utter; real; proper; right; perfect; true; first-class; thorough; downright; pure; massive; huge;
    incredible; great big; little; big; poor; silly; old; proud; sorry; textbook; certified; walking; typical; born; unbelievable; big fat;
    full-time; world-class; lifelong; special kind of`,
  intensely: `
    completely; totally; absolutely; utterly; really; so; very; just; truly; simply; incredibly; quite; pretty; extremely; deeply;
    honestly; too; a bit; rather; thoroughly; obviously; clearly; always; still`,
  lead: `
    but; and; because; so; well,; yes,; no,; honestly,; I think; everyone says; sorry but; you know,; today; again; look,; for once; I mean;
    if you ask me,; let me tell you,; as usual; clearly; nobody asked but; my friend says; to me; in the end; come on,; oh; wow,; hey,;
    I checked and; it turns out; people say`,
  insultNoun: `
    idiot; moron; fool; clown; loser; coward; liar; creep; failure; hypocrite; halfwit; imbecile; dunce; rat; snake; pig; parasite;
    disgrace; embarrassment; nobody; crybaby; brat; bully; cheat; fraud; lunatic; psycho; simpleton; blockhead; numbskull; buffoon; weasel;
    worm; toad; troll; waste of space; joke of a person; dimwit; know-nothing; weirdo; freak; scumbag; pest; ignoramus; twit; nitwit;
    waste of air; piece of trash; disappointment; sad little man; sack of dirt`,
  insultWord: `
    stupid; pathetic; dumb; worthless; disgusting; ugly; useless; ridiculous; brainless; idiotic; moronic; a joke; trash; garbage; vile;
    repulsive; delusional; thick; clueless; hopeless; awful; the worst; insufferable; braindead; spineless; gross; revolting; incompetent;
    laughable; rubbish; dim; slow in the head; beneath contempt; unbearable; rotten; a waste of time`,
  praiseNoun: `
    star; gem; legend; genius; professional; natural; treasure; hero; champion; delight; gentleman; angel; sweetheart; role model; friend;
    good sport; artist; expert; lifesaver; marvel; talent; darling; inspiration; leader; fighter; winner; wonder; teacher; neighbour;
    storyteller; scholar; beginner; optimist; romantic; perfectionist; early bird; bookworm; dreamer; fan of yours; newcomer; stranger to me;
    sweet kid; brave soul; beauty`,
  plainNoun: `
    surprise; mystery; success; triumph; delight; disaster; mess; relief; coincidence; change; miracle; pleasure; nightmare of a journey;
    waste of an afternoon; bargain; masterpiece; joke of a printer; classic; flop; shock; blast; failure of the lift; let-down; day;
    match; evening; rebuild; overhaul; stranger; package; view; shambles; treat; eclipse; beginner's mistake`,
  fineWord: `
    right; welcome; kind; forgiven; safe here; clever; brilliant; patient; early; lost; new here; ready; loved; tired; late; funny;
    generous; correct; fair; busy; happy for you; free to go; on time; mistaken; well prepared; invited; strong; gifted; calm; missed;
    covered in paint; in the wrong queue; talented; good at this; appreciated`,
  family: `
    mother; father; sister; brother; son; daughter; husband; wife; best friend; grandmother`,
} as const;

export type SlotName = keyof typeof SOURCES;

export const SLOTS = Object.fromEntries(
  Object.entries(SOURCES).map(([name, source]) => [name, source.split(";").map((word) => word.trim())]),
) as Record<SlotName, string[]>;
