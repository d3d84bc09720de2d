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
 * What an active period gets from its loop.
 *
 * @param queue of requests to Argus
 * @param hinted whether a snapshot was requested by a hint
 * @param hint requests a snapshot; any thread
 * @param statusPublisher shows the status of the source
 * @param identity the Argus user that the source writes as
 * @param restartPeriod ends this active period and begins another one
 * @param hasPrimary whether another process may also keep the source in step
 * @param isSystemShared whether all processes that may write for the source read the same system
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
        StatusPublisher statusPublisher,
        ActionLog actions,
        SourceThreads threads,
        WebhookDispatcher webhooks,
        WriterIdentity identity,
        Runnable restartPeriod,
        boolean hasPrimary,
        boolean isSystemShared) {}
