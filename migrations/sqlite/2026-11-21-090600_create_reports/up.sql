CREATE TABLE reports (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    video_id BIGINT REFERENCES videos (id) ON DELETE CASCADE,
    comment_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('spam', 'abuse', 'illegal', 'rights', 'other')),
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
    handled_by BIGINT REFERENCES users (id) ON DELETE SET NULL,
    handled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX reports_state ON reports (state, created_at);
CREATE INDEX reports_user_id ON reports (user_id);
CREATE INDEX reports_video_id ON reports (video_id);
CREATE INDEX reports_comment_id ON reports (comment_id);

CREATE TABLE audit_entries (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_uuid TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    address_prefix TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX audit_entries_created_at ON audit_entries (created_at);
CREATE INDEX audit_entries_user_id ON audit_entries (user_id);
