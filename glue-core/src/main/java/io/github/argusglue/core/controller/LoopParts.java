package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.adapter.WebhookDispatcher;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.status.ActionLog;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What of a loop outlives its active periods: what they work with, and what others see and reach.
 *
 * @param queue of the requests to Argus
 * @param hinted whether a cycle was asked for
 * @param hint asks for one; any thread
 * @param status what others see
 * @param identity which user of Argus the source writes as
 * @param beginAnew ends this active period and begins another
 * @param hasPrimary whether another process may keep the source in step, too
 */
record LoopParts(
        SourceSettings settings,
        AdapterMaker maker,
        Argus argus,
        TaskQueue queue,
        SharedFeed feed,
        Clock clock,
        AtomicBoolean hinted,
        Runnable hint,
        StatusPublisher status,
        ActionLog actions,
        SourceThreads threads,
        WebhookDispatcher webhooks,
        WriterIdentity identity,
        Runnable beginAnew,
        boolean hasPrimary) {}
