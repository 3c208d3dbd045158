-- A database as the program made it before it knew cases (PRAGMA user_version 2), with two conversations in it.
CREATE TABLE conversations (
    "key" VARCHAR(64) NOT NULL,
    rasa_sender VARCHAR(64) NOT NULL,
    language VARCHAR(2),
    last_seq INTEGER NOT NULL,
    erased_to INTEGER NOT NULL,
    active_at FLOAT NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE forgotten (
    rasa_sender VARCHAR(64) NOT NULL,
    at FLOAT NOT NULL,
    PRIMARY KEY (rasa_sender)
);
CREATE TABLE counters (
    name VARCHAR(64) NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE messages (
    conversation VARCHAR(64) NOT NULL,
    seq INTEGER NOT NULL,
    source_id VARCHAR(128) NOT NULL,
    author VARCHAR(16) NOT NULL,
    at FLOAT NOT NULL,
    body JSON NOT NULL,
    state VARCHAR(16),
    attempts INTEGER NOT NULL,
    in_reply_to INTEGER,
    PRIMARY KEY (conversation, seq),
    UNIQUE (conversation, source_id),
    FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE
);
CREATE INDEX replies ON messages (conversation, in_reply_to);
CREATE INDEX pending_messages ON messages (conversation, seq) WHERE state = 'pending';
CREATE TABLE offers (
    conversation VARCHAR(64) NOT NULL,
    payload VARCHAR NOT NULL,
    PRIMARY KEY (conversation, payload),
    FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE
);
CREATE TABLE reminders (
    conversation VARCHAR(64) NOT NULL,
    id VARCHAR(100) NOT NULL,
    due_at FLOAT NOT NULL,
    day VARCHAR(10) NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (conversation, id, due_at),
    FOREIGN KEY(conversation) REFERENCES conversations ("key") ON DELETE CASCADE
);
CREATE INDEX due_reminders ON reminders (due_at);
INSERT INTO conversations VALUES ('first', 'rasa-1', 'zh', 3, 0, 1000000.25);
INSERT INTO conversations VALUES ('second', 'rasa-2', NULL, 1, 0, 1000001.5);
INSERT INTO messages VALUES ('first', 1, 'm1', 'citizen', 1000000, '{"kind": "text", "text": "押金不退"}', 'answered', 1, NULL);
INSERT INTO messages VALUES ('first', 2, 'm1/1', 'assistant', 1000000.25,
    '{"kind": "text", "language": "zh", "text": "先看合同。", "buttons": [{"title": "提醒我", "payload": "/set_reminder{\"day\": \"2026-12-01\"}"}]}',
    NULL, 0, 1);
INSERT INTO messages VALUES ('first', 3, 'm2', 'citizen', 1000000.5, '{"kind": "text", "text": "然后呢"}', 'pending', 2, NULL);
INSERT INTO messages VALUES ('second', 1, 'm1', 'citizen', 1000001.5, '{"kind": "text", "text": "你好"}', 'pending', 0, NULL);
INSERT INTO offers VALUES ('first', '/set_reminder{"day": "2026-12-01"}');
INSERT INTO reminders VALUES ('first', 'labour', 1000100, '2026-12-01', '{"kind": "text", "language": "zh", "text": "期限", "buttons": []}');
INSERT INTO forgotten VALUES ('rasa-0', 999999.5);
INSERT INTO counters VALUES ('answered', 7);
PRAGMA user_version = 2;
