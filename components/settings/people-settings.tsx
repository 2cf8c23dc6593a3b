"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { usePeople } from "#lib/client/people";
import { InviteDialog } from "./invite-dialog";
import { InviteTable } from "./invite-table";
import { PeopleTable } from "./people-table";

/** Who may sign in, as what, and who is invited. */
export function PeopleSettings({ me }: { me: string }) {
  const { data, error, refetch } = usePeople();
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader
        title="People"
        description="Moderators review, leads also settle disagreements and read the audit log, admins also change the settings."
        actions={
          <Button
            variant="primary"
            icon={<UserPlus aria-hidden className="size-4" />}
            onClick={() => setInviting(true)}
          >
            Invite
          </Button>
        }
      />
      {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-48" />}
      {data && (
        <div className="flex flex-col gap-5">
          <Card flush>
            <PeopleTable people={data.people} me={me} />
          </Card>
          {data.invites.length > 0 && (
            <Card title="Open invitations" flush>
              <InviteTable invites={data.invites} />
            </Card>
          )}
        </div>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
