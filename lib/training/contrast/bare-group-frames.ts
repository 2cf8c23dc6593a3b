import type { Frame } from "./frames";

/**
 * What is said of groups in a few words, kind or plain and hateful in the same shapes. In longer templates "exist" and "people" stand
 * beside a group only where it is denied to be such, so that "gay people exist" was blocked.
 */
export const BARE_GROUP_HATE: readonly Frame[] = [
  [
    "T1 H1 A?",
    "{group} {are vermin|are not people|aren't people|are not human|are animals|are filth|are scum|are worthless|are beneath us}{|, all of them|, simple as that|!}",
    "{group} {should not exist|shouldn't exist|should never exist|must not exist|don't deserve to exist|exist to ruin us}{|, period|!}",
    "{group} {don't matter|do not matter|never mattered|matter to nobody}{|, get over it|!}",
    "{group} {don't belong here|do not belong here|are not welcome|aren't welcome here|must go|have to go|should leave|are not like us}{|, all of them| now|!}",
    "{group} {lie|steal|cheat|stink|smell|ruin everything|are disgusting|are stupid|are criminals|are liars|are thieves|are a disease}{|, always|, every one|!}",
    "{group} {deserve nothing|deserve no rights|have no rights|deserve no respect|should not vote|should not have children}{|!}",
    "no {rights|respect|place|jobs|mercy} for {group}{| here|, ever|!}",
    "I {hate|despise|detest|can't stand|loathe|am sick of} {group}{|, all of them| so much|!}",
    "{ban|deport|expel|throw out|get rid of} {group}{| now|, all of them|!}",
    "{stupid|filthy|dirty|lying|disgusting} {group}{|, as always| everywhere|!}",
    "never {trust|hire|help|marry} a {single}{|, they lie|!}",
    "no {group} {here|in my house|on this team|in this town|wanted}{|, please|!}",
    "why do {group} {stink|lie|even exist|ruin everything}{| so much|}?",
    "all {group} are {liars|thieves|scum|vermin|dirt|the same filth}{|!}",
    "a {single}? {keep it away|disgusting|no thanks, they stink|get out}{|!}",
    "{group} are {a joke|a mistake|parasites|pests|trash|inferior}{|, sorry|, face it|!}",
  ],
];

/** The same shapes without hate, and plain things that are hated. */
export const BARE_GROUP_NEIGHBOURS: readonly Frame[] = [
  [
    "",
    "{group} {are people|are people too|are human|are humans|are humans too|are just people|are somebody's family}{|, all of them|, simple as that|!}",
    "{group} {exist|have always existed|exist, too|do exist|exist and that is fine|exist in every town}{|, period|!}",
    "{group} {matter|do matter|matter too|matter to me|have always mattered}{|, full stop|!}",
    "{group} {belong here|do belong here|are welcome|are welcome here|may stay|live here|work here|are like us|are our neighbours}{|, all of them| now|!}",
    "{group} {vote|sing|laugh|work|study|cook|pray|dance|read|travel|get married|have children}{|, too|, like anybody|!}",
    "{group} {deserve respect|deserve rights|have rights|deserve better|should vote|deserve love}{|!}",
    "{rights|respect|room|jobs|love} for {group}{|, too| now|!}",
    "the rights of {group} are human rights{|!}",
    "I {love|like|respect|support|trust|work with|live with|stand with|am fond of} {group}{|, all of them| so much|!}",
    "{welcome|protect|respect|listen to|hire|include} {group}{| now|, please|!}",
    "{kind|proud|happy|brave|friendly} {group}{|, as always| everywhere|!}",
    "I am a {single}{|, hi| and proud|, so what|!}",
    "my {neighbour|doctor|boss|best friend|teacher} is a {single}{|, too| and funny|!}",
    "{group} {here|at the fair|on the team|in this town|at work}{| today|!}",
    "{how|where|when} do {group} {pray|vote|meet|celebrate|eat}{| here|}?",
    "a {single} {lives here|works with me|helped me|is my doctor|taught me|won today}{|!}",
    "{don't|never|nobody should|please don't} {hate|hurt|mock|insult} {group}{|!}",
    "{group} are {fine|great|kind|lovely|normal|equal|my friends|not dangerous|not criminals}{|, sorry|, of course|!}",
    "{I'm|I am|im|he is|she is|my son is} {gay|trans|black|Jewish|Muslim|deaf|autistic|queer|bi|a lesbian|an immigrant|blind|Chinese|Mexican|Arab}{| and proud| and happy|, so what|, hi| too|!}",
    "my {gay|Black|Jewish|Muslim|deaf|autistic|trans|Mexican|Arab|Chinese} {uncle|aunt|friend|doctor|neighbour|teacher|wife|brother}{| called| bakes| is here| made dinner|!}",
    "{black|trans|gay|Muslim|Jewish|migrant|disabled|Asian} lives matter{|!}",
    "{trans|gay|women's|disabled|Muslim|migrants'|queer} rights are human rights{|!}",
    "{proud|happy} to be {gay|trans|black|Jewish|Muslim|deaf|autistic|queer|Mexican}{|!}",
    "I {hate|can't stand|despise|detest} {thing}{| so much|!}",
  ],
];
