import { freshDatabase } from "./database";

// Every integration test file works on a database of its own, set before anything reads the environment.
process.env.DATABASE_URL = await freshDatabase();
process.env.AUTH_SECRET ??= "only for the tests, never for people";
process.env.LOG_LEVEL ??= "silent";
