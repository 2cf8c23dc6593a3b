"use client";

import Link from "next/link";
import { Notice } from "#components/ui/feedback";
import { useNow } from "#lib/client/time";
import { useCare } from "#lib/client/wellbeing";
import { limitWords } from "./words";

/** Why the desk gives this person little or nothing just now, where their own limits are the reason. */
export function CareNotice() {
  const { data } = useCare();
  const now = useNow();
  const words = data && limitWords(data, now);
  if (!words) return null;
  return (
    <Notice tone="info" title={words.title} className="mt-4 text-left">
      {words.text}{" "}
      <Link href="/wellbeing" className="underline">
        Your wellbeing
      </Link>
    </Notice>
  );
}
