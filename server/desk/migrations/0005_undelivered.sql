-- Which ticket a letter is about, so that a ticket can say what of its email did not arrive.
alter table jobs add column ticket_id uuid references tickets (id);
-- only sqlite
update jobs set ticket_id = unhex(replace(json_extract(data, '$.ticket'), '-', '')) where json_extract(data, '$.ticket') is not null;
-- end
-- only postgres
update jobs set ticket_id = (data::jsonb ->> 'ticket')::uuid where data::jsonb ->> 'ticket' is not null;
-- end
create index jobs_undelivered on jobs (ticket_id, created_at) where last_error is not null;
