import { redirect } from "next/navigation";
import { currentUser } from "#lib/http/page-user";

export default async function StartPage() {
  redirect((await currentUser()) ? "/review" : "/login");
}
