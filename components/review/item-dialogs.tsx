"use client";

import { AroundList } from "#components/content/around-list";
import { NoteThread } from "#components/content/note-thread";
import { Dialog } from "#components/ui/dialog";

interface ItemDialogProps {
  itemId: string;
  onClose: () => void;
}

/** Notes between colleagues about the item on the desk. */
export function NotesDialog({ itemId, onClose }: ItemDialogProps) {
  return (
    <Dialog open onClose={onClose} title="Notes" description="Between colleagues. Authors never see them.">
      <NoteThread itemId={itemId} takesFocus />
    </Dialog>
  );
}

/** What stands around the item on the desk. */
export function AroundDialog({ itemId, onClose }: ItemDialogProps) {
  return (
    <Dialog open onClose={onClose} size="lg" title="Around this post">
      <AroundList itemId={itemId} />
    </Dialog>
  );
}
