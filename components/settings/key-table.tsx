"use client";

import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { useRevokeKey } from "#lib/client/keys";
import { ago, useNow } from "#lib/client/time";
import type { Key } from "#lib/domain/keys";

export function KeyTable({ keys }: { keys: Key[] }) {
  const [revoking, setRevoking] = useState<Key | null>(null);
  const now = useNow();
  return (
    <>
      <Table label="API keys">
        <Thead>
          <tr>
            <Th>Name</Th>
            <Th>May</Th>
            <Th numeric>Requests/s</Th>
            <Th>Made</Th>
            <Th>Last used</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </Thead>
        <Tbody>
          {keys.map((key) => (
            <Tr key={key.id}>
              <Td className="min-w-32">
                <span className="font-medium">{key.name}</span>
                <code className="block font-mono text-faint text-xs">{key.prefix}…</code>
              </Td>
              <Td className="min-w-72">
                <span className="flex flex-wrap gap-1">
                  {key.scopes.map((scope) => (
                    <Badge key={scope}>{scope}</Badge>
                  ))}
                </span>
              </Td>
              <Td numeric className="whitespace-nowrap">
                {key.ratePerSecond}
                <span className="block text-faint text-xs">up to {key.burst} at once</span>
              </Td>
              <Td className="whitespace-nowrap text-soft">
                {now > 0 && ago(key.createdAt, now)}
                {key.createdBy && <span className="block text-faint text-xs">by {key.createdBy}</span>}
              </Td>
              <Td className="whitespace-nowrap text-soft">
                {key.lastUsedAt && now > 0 ? ago(key.lastUsedAt, now) : "never"}
              </Td>
              <Td className="text-right">
                {key.revokedAt ? (
                  <Badge>Revoked</Badge>
                ) : (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Revoke ${key.name}`}
                    onClick={() => setRevoking(key)}
                  >
                    Revoke
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const revoke = useRevokeKey();
  const toast = useToast();
  const confirm = () =>
    revoke.mutate(apiKey.id, {
      onSuccess: () => toast.show({ tone: "success", message: `${apiKey.name} is revoked.` }),
      onError: (error) => toast.show({ tone: "error", message: error.message }),
      onSettled: onClose,
    });
  return (
    <ConfirmDialog
      title={`Revoke “${apiKey.name}”?`}
      description="Programs that use this key are refused within five seconds. This cannot be taken back."
      action="Revoke"
      busy={revoke.isPending}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
