-- 30 November 2026. What one vault may use: its open mailboxes are counted, and its sendings are remembered in
-- the order in which they were stored, so that the oldest can go. Mailboxes live ten minutes: those of before are
-- not worth a home.

DELETE FROM mailboxes;
ALTER TABLE mailboxes ADD COLUMN vault BLOB NOT NULL DEFAULT x'';
CREATE INDEX mailboxes_by_vault ON mailboxes (vault);

ALTER TABLE operations ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
CREATE INDEX operations_in_order ON operations (vault, sequence);

-- Whether an invitation also lets a new device into a vault from which another was shut out.
ALTER TABLE invitations ADD COLUMN reopens INTEGER NOT NULL DEFAULT 0;
