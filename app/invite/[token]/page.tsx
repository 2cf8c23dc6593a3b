import type { Metadata } from "next";
import { InviteForm } from "#components/invite/invite-form";
import { PlainPage } from "#components/shell/plain-page";
import { Failure } from "#lib/domain/failure";
import { viewInvite } from "#lib/services/invite-person";

export const metadata: Metadata = { title: "Join" };

async function findInvite(token: string) {
  try {
    return await viewInvite(token);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invite = await findInvite(token);
  if (typeof invite === "string") return <PlainPage title="This link does not work">{invite}</PlainPage>;
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <h1 className="font-semibold text-xl tracking-tight">Join {invite.organization}</h1>
        <p className="mt-1 mb-5 text-faint text-sm">
          {invite.invitedBy ? `${invite.invitedBy} invites you` : "You are invited"} to moderate with
          Sightline as {invite.role === "admin" ? "an" : "a"}{" "}
          <strong className="font-medium text-soft">{invite.role}</strong>.
        </p>
        <InviteForm token={token} email={invite.email} />
      </div>
    </main>
  );
}
