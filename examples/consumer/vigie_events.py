#!/usr/bin/env python3
"""Follows Vigie's public topics: prints one line of JSON per event, each event once.

Needs confluent-kafka (Debian: python3-confluent-kafka). Usage:

    vigie_events.py --bootstrap localhost:9092 --group my-team vigie.alerts vigie.issues

An event's offset is committed after it was handled, so a crash repeats the last few and loses none. A repetition has the id of
the first: what has been seen is kept in a small file, which is what makes "handled once" out of "delivered at least once".
"""

import argparse
import json
import signal
import sqlite3
import sys

from confluent_kafka import Consumer, KafkaError

KEEP = 100_000


class Seen:
    """The ids of the last events."""

    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.execute("CREATE TABLE IF NOT EXISTS seen (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE)")

    def __contains__(self, event_id):
        return self.db.execute("SELECT 1 FROM seen WHERE id = ?", (event_id,)).fetchone() is not None

    def add(self, event_id):
        with self.db:
            self.db.execute("INSERT OR IGNORE INTO seen (id) VALUES (?)", (event_id,))
            self.db.execute("DELETE FROM seen WHERE n <= (SELECT max(n) FROM seen) - ?", (KEEP,))


def handle(event):
    """What you do with an event: here it is printed."""
    print(json.dumps({"type": event["type"], "subject": event["subject"], "time": event["time"], "data": event["data"]}), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bootstrap", required=True, help="host:port of Kafka, as `vigie up` prints it")
    arguments.add_argument("--group", required=True, help="your own name; each group gets every event")
    arguments.add_argument("--seen", default="vigie-events.db", help="file of the ids that were handled")
    arguments.add_argument("topics", nargs="+")
    options = arguments.parse_args()

    seen = Seen(options.seen)
    consumer = Consumer({
        "bootstrap.servers": options.bootstrap,
        "group.id": options.group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    })
    running = [True]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: running.clear())
    consumer.subscribe(options.topics)
    try:
        while running:
            message = consumer.poll(0.5)
            if message is None:
                continue
            if message.error():
                if message.error().code() != KafkaError._PARTITION_EOF:
                    print(message.error(), file=sys.stderr)
                continue
            event = json.loads(message.value())
            # Handled first, noted afterwards: a crash in between repeats it. The other way round would lose it.
            if event["specversion"] == "1.0" and event["id"] not in seen:
                handle(event)
                seen.add(event["id"])
            consumer.commit(message, asynchronous=False)
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
