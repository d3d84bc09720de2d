package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HmacSha256;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows in Argus which devices of an organisation in Mist are disconnected, and which alarms are open. */
final class MistAdapter implements SourceAdapter {
    private final MistConfig config;
    private final SourceContext context;
    private final MistApi api;
    private final Directory directory;
    private final DeviceAlerts devices;
    private final AlarmAlerts alarms;
    private final AlarmWindow window;
    private final AckSink acks;

    MistAdapter(MistConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.api = new MistApi(config, context);
        this.directory = new Directory(api, config.alarms(), context.clock());
        AlertMapper mapper = new AlertMapper(config, directory);
        this.devices = new DeviceAlerts(config.devices(), mapper, context.state());
        this.alarms = new AlarmAlerts(config, mapper, context::post);
        this.window = new AlarmWindow(context.state());
        this.acks = new AckSink(api, context, alarms::alarm);
        MistWebhook webhook = new MistWebhook(context::requestSnapshot);
        config.webhookSecret()
                .ifPresentOrElse(
                        secret -> context.onWebhook(
                                request -> HmacSha256.of(secret, request.body())
                                        .isHex(request.header("X-Mist-Signature-v2")
                                                .orElse("")),
                                webhook),
                        () -> context.onWebhook(webhook));
    }

    /** Reads a part of what is shown. */
    private interface PartReader {
        Part read() throws SourceException, InterruptedException;
    }

    /** Devices and alarms fail separately: while one cannot be read, the other is still up to date. */
    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        directory.refresh();
        Map<String, PartReader> readers = new LinkedHashMap<>();
        if (!config.devices().isOff()) {
            readers.put(DeviceAlerts.SCOPE, this::devices);
        }
        if (!config.alarms().isOff()) {
            readers.put(AlarmAlerts.SCOPE, this::alarms);
        }
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        Map<String, String> unknown = new LinkedHashMap<>();
        List<SourceException> failures = new ArrayList<>();
        for (Map.Entry<String, PartReader> reader : readers.entrySet()) {
            try {
                Part part = reader.getValue().read();
                alerts.addAll(part.alerts());
                endings.addAll(part.endings());
                leftOut.addAll(part.leftOut());
                if (part.unknown() != null) {
                    unknown.put(reader.getKey(), part.unknown());
                }
            } catch (SourceException e) {
                if (!isOfOneList(e)) {
                    throw e;
                }
                failures.add(e);
                unknown.put(reader.getKey(), String.valueOf(e.getMessage()));
            }
        }
        if (failures.size() == readers.size()) {
            throw failures.get(0);
        }
        Snapshot snapshot = Snapshot.complete(alerts).withEndings(endings).withLeftOut(leftOut.build());
        for (Map.Entry<String, String> part : unknown.entrySet()) {
            snapshot = snapshot.except(part.getKey(), part.getValue());
        }
        return snapshot;
    }

    /** A refused token or a spent budget concern everything. */
    private static boolean isOfOneList(SourceException failure) {
        return failure.kind() == SourceException.Kind.UNREACHABLE || failure.kind() == SourceException.Kind.BAD_ANSWER;
    }

    private Part devices() throws SourceException, InterruptedException {
        Listing<Device> inventory = api.inventory(config.devices().query());
        directory.learn(inventory);
        directory.require(sites(inventory.rows(), Device::site));
        return devices.update(inventory, context.clock().instant());
    }

    private Part alarms() throws SourceException, InterruptedException {
        Listing<Alarm> search =
                api.alarms(config.alarms(), window.start(context.clock().instant()));
        acks.forget();
        directory.require(sites(search.rows(), Alarm::site));
        Part part = alarms.update(search, context.clock().instant());
        window.keep(alarms.oldest(), context.clock().instant());
        return part;
    }

    private static <T> Set<String> sites(List<T> rows, Function<T, String> site) {
        return rows.stream().map(site).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.alarms().acknowledge() ? Optional.of(acks) : Optional.empty();
    }

    @Override
    public Health health() {
        return directory.health().problem().isPresent() ? directory.health() : devices.health();
    }

    @Override
    public void close() {}
}
