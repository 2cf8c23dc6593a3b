import { z } from "zod";
import { CATEGORIES, DECISIONS, INTERVENTIONS, PRIORITIES, ROLES } from "./terms";

export * from "./terms";

export const categorySchema = z.enum(CATEGORIES);
export const scoresSchema = z.partialRecord(categorySchema, z.number().min(0).max(1));
export const decisionSchema = z.enum(DECISIONS);
export const interventionSchema = z.enum(INTERVENTIONS);
export const prioritySchema = z.enum(PRIORITIES);
export const roleSchema = z.enum(ROLES);
