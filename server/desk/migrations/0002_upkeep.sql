-- Ways to what is counted and to what has grown old, so that neither costs more as the years go by.

create index jobs_by_name on jobs (workspace_id, name, created_at);
create index jobs_by_end on jobs (state, finished_at);
create index links_by_mail on links (workspace_id, mail, created_at);
create index links_by_time on links (workspace_id, created_at);
create index links_by_end on links (expires_at);
create index sessions_by_end on sessions (kind, expires_at);
create index keys_by_time on keys (at);
create index attachments_waiting on attachments (created_at) where message_id is null;
