"use client";

import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { Field, Textarea } from "#components/ui/field";
import { addNote, readNotes } from "#lib/client/notes";
import { ago, dateTime, useNow } from "#lib/client/time";
import type { NoteThread as Thread } from "#lib/domain/notes";
import { typedName } from "./typed-name";
import { useFetched } from "./use-fetched";

/** What colleagues wrote to each other about an item, and a field to write more. Notes are added to, never changed. */
export function NoteThread({ itemId, takesFocus = false }: { itemId: string; takesFocus?: boolean }) {
  const read = useCallback((signal: AbortSignal) => readNotes(itemId, signal), [itemId]);
  const { answer, problem, retry, show } = useFetched(read);
  if (problem) return <ErrorState title="The notes could not be fetched" message={problem} onRetry={retry} />;
  if (!answer)
    return (
      <div role="status">
        <span className="sr-only">Fetching the notes</span>
        <Skeleton className="h-12" />
      </div>
    );
  return (
    <div className="flex flex-col gap-4 text-sm">
      {answer.keptBack && (
        <Notice tone="info" title="Notes by colleagues are kept back">
          They show once everybody who is asked about this item has decided, so that nobody reads
          another&apos;s mind first. Yours are kept back from them too.
        </Notice>
      )}
      <Notes thread={answer} />
      <NoteForm itemId={itemId} people={answer.people} onAdded={show} takesFocus={takesFocus} />
    </div>
  );
}

function Notes({ thread }: { thread: Thread }) {
  const now = useNow();
  if (thread.notes.length === 0)
    return <p className="text-faint">{thread.keptBack ? "You have written none." : "No notes yet."}</p>;
  return (
    <ol aria-label="Notes" className="flex flex-col gap-3">
      {thread.notes.map(({ id, by, own, at, text }) => (
        <li key={id} className="border-line border-s-2 ps-3">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{own ? "You" : by}</span>
            <time dateTime={at} title={dateTime(at)} className="text-faint text-xs">
              {ago(at, now)}
            </time>
          </p>
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {text}
          </p>
        </li>
      ))}
    </ol>
  );
}

interface NoteFormProps {
  itemId: string;
  people: string[];
  onAdded: (thread: Thread) => void;
  /** Whoever opened the notes by a key writes at once. */
  takesFocus: boolean;
}

function NoteForm({ itemId, people, onAdded, takesFocus }: NoteFormProps) {
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = typedName(text, caret, people);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === "" || busy) return;
    setBusy(true);
    try {
      onAdded(await addNote(itemId, text.trim()));
      setText("");
      setProblem("");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "It could not be saved.");
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };
  const complete = (name: string) => {
    if (!typed) return;
    const before = `${text.slice(0, typed.from)}@${name} `;
    setText(before + text.slice(caret));
    setCaret(before.length);
    field.current?.focus();
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-2">
      <Field
        label="Add a note"
        hint="Write @ and a name to bring a colleague in; they find it under Mentions."
        error={problem || undefined}
      >
        <Textarea
          ref={field}
          rows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCaret(event.target.selectionEnd);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
          }}
        />
      </Field>
      {typed && (
        <ul aria-label="Colleagues to mention" className="flex flex-wrap gap-1.5">
          {typed.names.map((name) => (
            <li key={name}>
              <Button size="sm" onClick={() => complete(name)}>
                @{name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="sr-only">
        {typed ? `${typed.names.length} colleagues of that name follow the field.` : ""}
      </p>
      <Button type="submit" className="self-end" busy={busy} disabled={text.trim() === ""}>
        Add the note
      </Button>
    </form>
  );
}
