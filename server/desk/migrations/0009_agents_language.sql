-- The language an agent chose for their account; none until they choose, and then the browser says.
alter table agents add column locale text;
