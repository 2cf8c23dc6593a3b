import { z } from "zod";

/** Path of one review task or decision: `/api/desk/tasks/[id]/…`. */
export const taskParams = z.object({ id: z.string().max(100) });
