-- How many people were deciding of late is asked whenever the queues change: the machine's decisions are passed over.
CREATE INDEX "Decision_people" ON "Decision"("orgId", "createdAt", "actor") WHERE "actor" <> 'machine';
