-- When the log took the oldest usage behind the change, in milliseconds since 1970; null where the change is no usage, or nobody said. Tells how long an event takes
-- to its figure, and nothing else.
ALTER TABLE projection_pending ADD COLUMN usage_ms bigint;
-- Trace context of the batch that stored the change; null where nothing is traced.
ALTER TABLE projection_pending ADD COLUMN traceparent text;
