/** Something the person at the keyboard can put right: its message says what to do and is shown alone. */
export class Refusal extends Error {}
