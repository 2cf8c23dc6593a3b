import { CHINESE_EVERYDAY } from "./chinese/everyday";
import { CHINESE_GROUP_HATE, CHINESE_GROUP_NEIGHBOURS } from "./chinese/groups";
import { CHINESE_SELF_HARM, CHINESE_URGING, CHINESE_VIOLENCE } from "./chinese/harm";
import { CHINESE_MORE_VIOLENCE } from "./chinese/harm-more";
import { CHINESE_MORE_INSULT_NEIGHBOURS } from "./chinese/insult-neighbours-more";
import { CHINESE_INSULT_NEIGHBOURS, CHINESE_INSULTS } from "./chinese/insults";
import { CHINESE_MORE_INSULTS } from "./chinese/insults-more";
import { CHINESE_NEIGHBOURS } from "./chinese/neighbours";
import { CHINESE_DAILY_NEIGHBOURS } from "./chinese/neighbours-daily";
import { CHINESE_MORE_NEIGHBOURS } from "./chinese/neighbours-more";
import { CHINESE_REPORTED_NEIGHBOURS } from "./chinese/neighbours-reports";
import {
  CHINESE_TALK_NEIGHBOURS,
  CHINESE_TALK_SELF_HARM,
  CHINESE_TALK_URGING,
  CHINESE_TALK_VIOLENCE,
} from "./chinese/talk";
import { CHINESE_TALK_INSULT_NEIGHBOURS, CHINESE_TALK_INSULTS } from "./chinese/talk-insults";
import type { ForeignFrames } from "./frames";

/** Chinese sentence frames: threats, self-harm, urging, insults, and harmless neighbours that share their words. */
export const CHINESE: ForeignFrames = {
  language: "zh",
  violence: [...CHINESE_VIOLENCE, ...CHINESE_MORE_VIOLENCE, ...CHINESE_TALK_VIOLENCE],
  selfHarm: [...CHINESE_SELF_HARM, ...CHINESE_TALK_SELF_HARM],
  urging: [...CHINESE_URGING, ...CHINESE_TALK_URGING],
  neighbours: [
    ...CHINESE_NEIGHBOURS,
    ...CHINESE_DAILY_NEIGHBOURS,
    ...CHINESE_REPORTED_NEIGHBOURS,
    ...CHINESE_MORE_NEIGHBOURS,
    ...CHINESE_TALK_NEIGHBOURS,
  ],
  everyday: CHINESE_EVERYDAY,
  insults: [...CHINESE_INSULTS, ...CHINESE_MORE_INSULTS, ...CHINESE_TALK_INSULTS],
  insultNeighbours: [
    ...CHINESE_INSULT_NEIGHBOURS,
    ...CHINESE_MORE_INSULT_NEIGHBOURS,
    ...CHINESE_TALK_INSULT_NEIGHBOURS,
  ],
  groupHate: CHINESE_GROUP_HATE,
  groupNeighbours: CHINESE_GROUP_NEIGHBOURS,
};
