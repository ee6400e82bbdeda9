-- Files go to a bucket, too.
ALTER TABLE delivery DROP CONSTRAINT delivery_channel;
ALTER TABLE delivery ADD CONSTRAINT delivery_channel CHECK (channel IN ('mail', 'folder', 'webhook', 's3'));

-- A reminder of which nothing is left when its turn comes is not sent, and says so.
ALTER TABLE delivery DROP CONSTRAINT delivery_progress;
ALTER TABLE delivery ADD CONSTRAINT delivery_progress CHECK (progress IN ('waiting', 'handing-over', 'sent', 'failed', 'unknown', 'not-needed'));
ALTER TABLE delivery DROP CONSTRAINT delivery_ended;
ALTER TABLE delivery ADD CONSTRAINT delivery_ended CHECK ((progress IN ('sent', 'failed', 'unknown', 'not-needed')) = (ended_at IS NOT NULL));

-- The list is read page by page, the newest first.
CREATE INDEX delivery_in_time ON delivery (tenant, planned_at, id);
