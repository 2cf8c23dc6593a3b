import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "#components/login/login-form";
import { Mark } from "#components/shell/mark";
import { demoNotice } from "#lib/http/demo-notice";
import { currentUser } from "#lib/http/page-user";
import { safeCallback } from "#lib/http/public-pages";

export const metadata: Metadata = { title: "Sign in" };

interface LoginPageProps {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const { callbackUrl } = await searchParams;
  const target = safeCallback(typeof callbackUrl === "string" ? callbackUrl : undefined);
  if (await currentUser()) redirect(target);
  const demo = demoNotice();
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark className="size-8" />
          <span className="font-semibold text-lg tracking-tight">Sightline</span>
        </div>
        <h1 className="mb-5 font-semibold text-xl tracking-tight">Sign in</h1>
        <LoginForm target={target} />
        {demo && (
          <aside className="mt-8 border-line border-t pt-4 text-faint text-sm">
            <h2 className="font-medium text-soft">This is a demo</h2>
            <p className="mt-1">
              Sign in as <code className="font-mono text-xs">mod1@sightline.test</code>,{" "}
              <code className="font-mono text-xs">lead@sightline.test</code> or{" "}
              <code className="font-mono text-xs">admin@sightline.test</code>. The passwords are in{" "}
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{demo.credentialsFile}</code> on
              the machine that runs Sightline.
            </p>
          </aside>
        )}
      </div>
    </main>
  );
}
