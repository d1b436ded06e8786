-- One row that is written to see that a write is still durable.
create table probes (
    id bigint primary key,
    count bigint not null
) /*strict*/;
