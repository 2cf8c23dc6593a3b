"use client";

import { Ellipsis, Languages, LogOut, UserCheck, UserX } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { IconButton } from "#components/ui/button";
import { Select } from "#components/ui/field";
import { Menu, MenuItem } from "#components/ui/menu";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { useChangePerson } from "#lib/client/people";
import { ago, useNow } from "#lib/client/time";
import type { Person, PersonChange } from "#lib/domain/people";
import { ROLES, type Role } from "#lib/domain/taxonomy";
import { SkillsDialog } from "./queues/skills-dialog";

export function PeopleTable({ people, me }: { people: Person[]; me: string }) {
  return (
    <Table label="People">
      <Thead>
        <tr>
          <Th>Name</Th>
          <Th>Role</Th>
          <Th>Last sign-in</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </Thead>
      <Tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} isMe={person.id === me} />
        ))}
      </Tbody>
    </Table>
  );
}

function PersonRow({ person, isMe }: { person: Person; isMe: boolean }) {
  const change = useChangePerson();
  const toast = useToast();
  const now = useNow();
  const [skills, setSkills] = useState(false);
  const { id, name, email, role, active, lastLoginAt, lockedUntil } = person;
  const apply = (wanted: PersonChange, done: string) =>
    change.mutate(
      { id, change: wanted },
      {
        onSuccess: () => toast.show({ tone: "success", message: done }),
        onError: (error) => toast.show({ tone: "error", message: error.message }),
      },
    );
  return (
    <Tr>
      <Td>
        <span className="font-medium">{name}</span>
        {isMe && <span className="text-faint"> (you)</span>}
        <span className="block text-faint text-xs">{email}</span>
      </Td>
      <Td className="min-w-36">
        {active ? (
          <Select
            aria-label={`Role of ${name}`}
            value={role}
            aria-busy={change.isPending}
            // Not disabled meanwhile: that would take the focus away.
            onChange={(event) =>
              !change.isPending &&
              apply({ role: event.target.value as Role }, `${name} is now ${event.target.value}.`)
            }
          >
            {ROLES.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </Select>
        ) : (
          <Badge>Deactivated</Badge>
        )}
      </Td>
      <Td className="whitespace-nowrap text-soft">
        {lastLoginAt && now > 0 ? ago(lastLoginAt, now) : "never"}
        {lockedUntil && (
          <Badge tone="flag" className="ml-2">
            Locked for now
          </Badge>
        )}
      </Td>
      <Td className="w-10 text-right">
        <Menu
          trigger={
            <IconButton label={`More for ${name}`} icon={<Ellipsis aria-hidden className="size-4" />} />
          }
        >
          {active && (
            <MenuItem icon={<Languages aria-hidden className="size-4" />} onSelect={() => setSkills(true)}>
              Languages and skills
            </MenuItem>
          )}
          <MenuItem
            icon={<LogOut aria-hidden className="size-4" />}
            onSelect={() => apply({ endSessions: true }, `${name} is signed out everywhere.`)}
          >
            End all sessions
          </MenuItem>
          {active ? (
            <MenuItem
              danger
              icon={<UserX aria-hidden className="size-4" />}
              onSelect={() => apply({ active: false }, `${name} can no longer sign in.`)}
            >
              Deactivate
            </MenuItem>
          ) : (
            <MenuItem
              icon={<UserCheck aria-hidden className="size-4" />}
              onSelect={() => apply({ active: true }, `${name} can sign in again.`)}
            >
              Reactivate
            </MenuItem>
          )}
        </Menu>
        {skills && <SkillsDialog personId={id} name={name} onClose={() => setSkills(false)} />}
      </Td>
    </Tr>
  );
}
