import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { AppealForm } from "#components/appeal/appeal-form";
import { AppealFrame } from "#components/appeal/appeal-frame";
import { AppealStatus } from "#components/appeal/appeal-status";
import { DecisionFacts } from "#components/appeal/decision-facts";
import type { AppealView } from "#lib/domain/desk";
import { Failure } from "#lib/domain/failure";
import { APPEAL_READS } from "#lib/http/appeal-limits";
import { clientAddress } from "#lib/http/client-address";
import { limitRate } from "#lib/http/rate-limit";
import { viewAppeal } from "#lib/services/appeals";
import { fileAppealForm } from "./file-appeal";

export const metadata: Metadata = { title: "Your post and your appeal" };

interface AppealPageProps {
  params: Promise<{ token: string }>;
}

/** The appeal behind a token, or the words that say why it cannot be shown just now. */
async function readAppeal(token: string): Promise<AppealView | string> {
  try {
    await limitRate(`appeal-read:${clientAddress(await headers())}`, APPEAL_READS);
    return await viewAppeal(token);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === "not_found") notFound();
    return "This page was opened very often in a short time. Wait a minute, then load it again.";
  }
}

export default async function AppealPage({ params }: AppealPageProps) {
  const { token } = await params;
  const view = await readAppeal(token);
  if (typeof view === "string")
    return (
      <AppealFrame title="One moment, please">
        <p>{view}</p>
      </AppealFrame>
    );
  return (
    <AppealFrame organization={view.organization} title="Your post was taken down">
      <AppealStatus view={view} />
      <DecisionFacts view={view} />
      {view.state === "available" && (
        <AppealForm file={fileAppealForm.bind(null, token)} until={view.expiresAt} />
      )}
    </AppealFrame>
  );
}
