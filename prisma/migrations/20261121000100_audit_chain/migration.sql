-- The audit log is a hash chain per organisation. Only this function writes it; it locks the head of the
-- chain, so call it last in a transaction. lib/store/audit-chain.ts recomputes the same hash to verify.
CREATE FUNCTION audit_append(p_org text, p_actor text, p_action text, p_subject text, p_payload text)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  head "AuditHead"%ROWTYPE;
  moment timestamptz;
  digest text;
BEGIN
  INSERT INTO "AuditHead" ("orgId", "seq", "hash") VALUES (p_org, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM "AuditHead" WHERE "orgId" = p_org FOR UPDATE;
  moment := date_trunc('milliseconds', clock_timestamp());
  digest := encode(sha256(convert_to(concat_ws(E'\n', head."hash", p_org, (head."seq" + 1)::text,
    to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    p_actor, p_action, p_subject, p_payload), 'UTF8')), 'hex');
  INSERT INTO "AuditEvent" ("orgId", "seq", "at", "actor", "action", "subject", "payload", "prevHash", "hash")
  VALUES (p_org, head."seq" + 1, moment, p_actor, p_action, p_subject, p_payload, head."hash", digest);
  UPDATE "AuditHead" SET "seq" = head."seq" + 1, "hash" = digest WHERE "orgId" = p_org;
  RETURN head."seq" + 1;
END $$;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON "AuditEvent"
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
