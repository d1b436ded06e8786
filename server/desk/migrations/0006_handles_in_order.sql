-- Whose session it is tells the oldest proven address, for every page: found in order, not sorted each time.
drop index handles_by_customer;
create index handles_by_customer on handles (customer_id, kind, verified_at);
