-- What somebody passed to a specialist queue goes to those whose skills name that queue, and to leads.
ALTER TABLE "ReviewTask" ADD COLUMN "specialists" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "TaskLane" ADD COLUMN "specialists" BOOLEAN NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION task_lane_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."lane" := concat_ws('|', NEW."leadsOnly", NEW."queue", NEW."severity", coalesce(NEW."language", ''),
    array_to_string(NEW."categories", ','), CASE WHEN NEW."specialists" THEN 'specialists' END);
  IF NOT EXISTS (SELECT 1 FROM "TaskLane" WHERE "orgId" = NEW."orgId" AND "lane" = NEW."lane") THEN
    INSERT INTO "TaskLane" ("orgId", "lane", "leadsOnly", "queue", "severity", "language", "categories", "specialists")
    VALUES (NEW."orgId", NEW."lane", NEW."leadsOnly", NEW."queue", NEW."severity", NEW."language", NEW."categories",
      NEW."specialists") ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER task_lane ON "ReviewTask";
CREATE TRIGGER task_lane BEFORE INSERT OR UPDATE OF "leadsOnly", "queue", "severity", "language", "categories", "specialists"
ON "ReviewTask" FOR EACH ROW EXECUTE FUNCTION task_lane_of();
