import type { Metadata } from "next";
import { Playground } from "#components/playground/playground";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Playground" };

export default async function PlaygroundPage() {
  await requireUser("moderator");
  return <Playground />;
}
