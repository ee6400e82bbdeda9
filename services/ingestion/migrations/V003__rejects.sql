-- Rejects are listed from the newest on, and found by their place in the log whoever's they are.
CREATE INDEX rejected_event_newest ON rejected_event (recorded_at, topic, partition_id, record_offset);
CREATE INDEX rejected_event_place ON rejected_event (topic, partition_id, record_offset);

-- What the gateway refused never came to the topic of events, so it is counted apart.
ALTER TABLE source_counter ADD COLUMN gateway_rejected bigint NOT NULL DEFAULT 0 CHECK (gateway_rejected >= 0);
