package io.github.argusglue.plugin.mist;

import io.github.argusglue.plugin.mist.standin.MistFault;
import io.github.argusglue.plugin.mist.standin.SimulatedOrg;
import io.github.argusglue.plugin.mist.standin.StandInMist;
import io.github.argusglue.plugin.mist.standin.WebhookSender;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.ExchangeLog;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.NotifyingSystem;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.UnreadableSystem;
import io.github.argusglue.spi.testing.WebhookSystem;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The simulated Mist for the contract tests: problems are disconnected devices or, if wanted, Marvis alarms. */
final class MistSystem
        implements PagedSystem,
                PartitionedSystem,
                UnreadableSystem,
                ForgetfulSystem,
                AcknowledgingSystem,
                NotifyingSystem,
                WebhookSystem {
    private static final int PAGE = 5;

    private final SettableClock clock;
    private final boolean alarms;
    private final StandInMist mist;
    private final SimulatedOrg org;
    private final String site;
    private final Map<String, String> macs = new LinkedHashMap<>();
    private final Map<String, String> alarmIds = new LinkedHashMap<>();
    private String unreadable = "";

    MistSystem(SettableClock clock, boolean alarms) {
        this.clock = clock;
        this.alarms = alarms;
        this.mist = StandInMist.start(clock, ExchangeLog.of("mist"));
        this.org = mist.organisation();
        this.site = org.addSite("Biblioteket");
        org.addDevice("ap", "ap-healthy", site);
        org.addDevice("switch", "sw-1", site);
        mist.pageSize(PAGE);
    }

    URI url() {
        return mist.url();
    }

    @Override
    public void open(String problem) {
        openIn(alarms ? AlarmAlerts.SCOPE : DeviceAlerts.SCOPE, problem);
    }

    @Override
    public List<String> lists() {
        return List.of(DeviceAlerts.SCOPE, AlarmAlerts.SCOPE);
    }

    @Override
    public void openIn(String list, String problem) {
        clock.advance(Duration.ofSeconds(2));
        if (list.equals(DeviceAlerts.SCOPE)) {
            org.disconnect(macs.computeIfAbsent(problem, name -> org.addDevice("ap", name, site)));
        } else {
            String device = org.devicesAt(site).get(1);
            alarmIds.put(problem, org.raise("missing_vlan", "marvis", "critical", site, device, ""));
        }
    }

    @Override
    public void end(String problem) {
        clock.advance(Duration.ofSeconds(2));
        if (alarms) {
            org.resolve(alarm(problem));
        } else {
            org.reconnect(mac(problem));
        }
    }

    private String mac(String problem) {
        return macs.getOrDefault(problem, "");
    }

    private String alarm(String problem) {
        return alarmIds.getOrDefault(problem, "");
    }

    @Override
    public void change(String problem) {
        if (alarms) {
            org.severity(alarm(problem), "info");
        } else {
            org.rename(mac(problem), problem + "-renamed");
        }
    }

    @Override
    public void forget(String problem) {
        if (alarms) {
            org.forget(alarm(problem));
        } else {
            org.remove(mac(problem));
        }
    }

    @Override
    public void happen(String event) {
        clock.advance(Duration.ofSeconds(2));
        org.raise(
                "device_restarted",
                "infrastructure",
                "info",
                site,
                org.devicesAt(site).get(0),
                "");
    }

    @Override
    public void inject(Failure failure) {
        mist.fault(fault(failure));
    }

    @Override
    public void injectInto(String list, Failure failure) {
        mist.fault(list.equals(DeviceAlerts.SCOPE) ? "inventory" : "alarms/search", fault(failure));
    }

    private static MistFault fault(Failure failure) {
        return switch (failure) {
            case DOWN -> MistFault.DOWN;
            case REFUSES_CREDENTIALS -> MistFault.TOKEN_EXPIRED;
            case HANGS -> MistFault.HANG;
            case ANSWERS_ERROR -> MistFault.ERROR;
            case ANSWERS_INVALID -> MistFault.GARBAGE;
            case ANSWERS_NOTHING -> MistFault.NOTHING;
            case TRUNCATES_ANSWERS -> MistFault.TRUNCATED;
        };
    }

    @Override
    public void recover() {
        mist.fault(MistFault.NONE);
        if (!unreadable.isEmpty()) {
            org.makeUnreadable(unreadable, false);
        }
        unreadable = "";
    }

    @Override
    public int pageSize() {
        return PAGE;
    }

    @Override
    public void failAfterFirstPage() {
        mist.fault(MistFault.LATER_PAGES_FAIL);
    }

    @Override
    public void makeUnreadable(String problem) {
        unreadable = alarms ? alarm(problem) : mac(problem);
        org.makeUnreadable(unreadable, true);
    }

    @Override
    public void acknowledge(String problem, String person, String text) {
        org.acknowledge(List.of(alarm(problem)), person, text);
    }

    @Override
    public boolean isAcknowledgedBy(String problem, String person) {
        return org.acknowledgement(alarm(problem)).startsWith(person + ":");
    }

    @Override
    public void unacknowledge(String problem, String person) {
        org.unacknowledge(List.of(alarm(problem)));
    }

    @Override
    public boolean failAcknowledgements() {
        return false;
    }

    @Override
    public Object feedbackState(String problem) {
        return org.acknowledgement(alarm(problem));
    }

    @Override
    public WebhookRequest webhook(String problem) {
        byte[] body = alarms ? org.alarmWebhook(alarm(problem)) : org.upDownWebhook(mac(problem));
        return WebhookRequest.of(Map.of("X-Mist-Signature-v2", List.of(WebhookSender.signature(body))), body);
    }

    @Override
    public int requests() {
        return mist.requests();
    }

    @Override
    public List<String> secrets() {
        return List.of(StandInMist.TOKEN, StandInMist.WEBHOOK_SECRET, StandInMist.CLAIM_CODE);
    }

    @Override
    public void close() {
        mist.close();
    }
}
