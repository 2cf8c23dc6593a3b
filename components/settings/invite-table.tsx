"use client";

import { Button } from "#components/ui/button";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { useWithdrawInvite } from "#lib/client/people";
import { ago, useNow } from "#lib/client/time";
import type { Invite } from "#lib/domain/people";

export function InviteTable({ invites }: { invites: Invite[] }) {
  const withdraw = useWithdrawInvite();
  const toast = useToast();
  const now = useNow();
  return (
    <Table label="Open invitations">
      <Thead>
        <tr>
          <Th>For</Th>
          <Th>Role</Th>
          <Th>Invited by</Th>
          <Th>Runs out</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </Thead>
      <Tbody>
        {invites.map(({ id, email, role, invitedBy, expiresAt }) => (
          <Tr key={id}>
            <Td>{email ?? "anybody with the link"}</Td>
            <Td>{role}</Td>
            <Td>{invitedBy ?? "the installation"}</Td>
            <Td className="whitespace-nowrap">{now > 0 && ago(expiresAt, now)}</Td>
            <Td className="text-right">
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Take back the invitation for ${email ?? "anybody with the link"}`}
                onClick={() =>
                  withdraw.mutate(id, {
                    onError: (error) => toast.show({ tone: "error", message: error.message }),
                  })
                }
              >
                Take back
              </Button>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
