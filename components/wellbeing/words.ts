import type { CareView } from "#lib/domain/wellbeing";

/** Time left as a clock shows it, `14:05`; `0:00` when it is over. */
export function minutesUntil(until: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What the desk does for somebody now, and until when; null when nothing is held back. */
export function limitWords(
  care: Pick<CareView, "reason" | "until" | "breakMinutes" | "breakDue" | "workMinutes">,
  now: number,
): { title: string; text: string } | null {
  const left = care.until && now > 0 ? minutesUntil(care.until, now) : "a little while";
  switch (care.reason) {
    case "break":
      return {
        title: "You are on a break",
        text: `The desk serves nothing for another ${left}. Look at something far away.`,
      };
    case "dose":
      return {
        title: "Enough grave work for now",
        text: `Until you have had ${care.breakMinutes} minutes away, the desk gives you mild items only. Others take the grave ones.`,
      };
    case "week":
      return {
        title: "Enough grave work for this week",
        text: "The desk gives you mild items only until some days have passed. Others take the grave ones.",
      };
    case "grave_run":
      return {
        title: "A milder item comes next",
        text: `You have seen several grave items in a row. If nothing milder waits, the next one comes in ${left}.`,
      };
    default:
      return care.breakDue
        ? {
            title: "Time for a break",
            text: `You have worked for more than ${care.workMinutes} minutes without one. The queue can wait.`,
          }
        : null;
  }
}
