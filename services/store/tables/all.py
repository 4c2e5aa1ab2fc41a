"""All tables by name."""

from __future__ import annotations

from sqlalchemy import Table

from services.store.tables.access import login_tries, looks, passwords, seals, sessions
from services.store.tables.advice import advice_examples, advice_models
from services.store.tables.cases import evidence, incidents, reports
from services.store.tables.city import areas, categories, departments, fields, officers, people, settings, sources
from services.store.tables.drills import drills
from services.store.tables.duplicates import likenesses
from services.store.tables.duties import calendar_days, calendar_years, catalogue_changes, deadline_rules, duties
from services.store.tables.emergencies import emergencies, emergency_log, emergency_roll, emergency_steps, rota
from services.store.tables.evaluation import evaluation_cases
from services.store.tables.feeds import cap_feeds
from services.store.tables.files import blobs
from services.store.tables.live import facts, feed_meta, journal, seats
from services.store.tables.meetings import handovers, meeting_items, meetings
from services.store.tables.notices import notice_cases, notice_receipts, notices, supervision_orders, timeouts
from services.store.tables.places import places
from services.store.tables.records import record_sums, records, registers
from services.store.tables.signals import signal_batches, signals, source_watch
from services.store.tables.tickets import child_tickets, clock_stops, holdings, merges, orders_done, requests
from services.store.tables.walls import play_entries, play_lists, walls
from services.store.tables.warnings import scenario_versions, truths, warning_members, warning_scores, warnings

ALL: dict[str, Table] = {
    table.name: table
    for table in (
        settings,
        areas,
        fields,
        departments,
        sources,
        categories,
        deadline_rules,
        duties,
        calendar_years,
        calendar_days,
        catalogue_changes,
        officers,
        people,
        incidents,
        reports,
        evidence,
        blobs,
        requests,
        clock_stops,
        holdings,
        child_tickets,
        merges,
        orders_done,
        likenesses,
        evaluation_cases,
        timeouts,
        supervision_orders,
        meetings,
        meeting_items,
        handovers,
        notices,
        notice_cases,
        notice_receipts,
        emergencies,
        emergency_steps,
        emergency_roll,
        emergency_log,
        rota,
        facts,
        feed_meta,
        journal,
        seats,
        passwords,
        login_tries,
        sessions,
        looks,
        seals,
        advice_models,
        advice_examples,
        places,
        registers,
        records,
        record_sums,
        signal_batches,
        signals,
        source_watch,
        cap_feeds,
        scenario_versions,
        warnings,
        warning_members,
        warning_scores,
        truths,
        drills,
        walls,
        play_lists,
        play_entries,
    )
}
