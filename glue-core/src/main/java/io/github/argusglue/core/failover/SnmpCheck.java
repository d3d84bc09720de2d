package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.SnmpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.event.ResponseListener;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Probes an address by reading one object with SNMP. Each request uses a new socket and no state of earlier ones, so
 * that a replaced primary is treated as new.
 */
final class SnmpCheck implements AddressProbe.AddressCheck {
    /** ZINO-MIB::zinoUpTime.0, in seconds. */
    private static final String ZINO_UPTIME = "1.3.6.1.4.1.2428.130.1.1.1.0";

    private static final int TICKS_A_SECOND = 100;

    private final OID oid;
    private final SnmpCredentials credentials;

    SnmpCheck(OID oid, SnmpCredentials party) {
        this.oid = oid;
        this.credentials = party;
    }

    static Probe probe(FailoverConfig config) {
        SnmpVersion version = config.version().orElse(SnmpVersion.V2C);
        String text = config.oid().orElse(ZINO_UPTIME);
        OID oid = new OID(text.startsWith(".") ? text.substring(1) : text);
        SnmpCredentials party = SnmpCredentials.of(config, version);
        return new AddressProbe("snmp", config.hostPort(), config.timeout(), new SnmpCheck(oid, party), new Resolver());
    }

    @Override
    public ProbeResult run(InetSocketAddress address, Duration timeout) throws IOException, InterruptedException {
        CompletableFuture<ProbeResult> answer = new CompletableFuture<>();
        ConnectedUdp udp = new ConnectedUdp(address, answer::completeExceptionally);
        try (Snmp snmp = credentials.open(udp)) {
            snmp.listen();
            PDU request = credentials.pdu();
            request.setType(PDU.GET);
            request.add(new VariableBinding(oid));
            Target<UdpAddress> target =
                    credentials.target(new UdpAddress(address.getAddress(), address.getPort()), timeout);
            snmp.send(request, target, null, new Listener(answer, snmp, timeout));
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return ProbeResult.down(AddressProbe.noAnswer(timeout));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            udp.close();
        }
    }

    /** Completes the answer with whatever the library reports: a response, a timeout or an error. */
    final class Listener implements ResponseListener {
        private final CompletableFuture<ProbeResult> answer;
        private final Snmp snmp;
        private final Duration timeout;

        Listener(CompletableFuture<ProbeResult> answer, Snmp snmp, Duration timeout) {
            this.answer = answer;
            this.snmp = snmp;
            this.timeout = timeout;
        }

        @Override
        public <A extends Address> void onResponse(ResponseEvent<A> event) {
            snmp.cancel(event.getRequest(), this);
            Exception error = event.getError();
            if (error != null) {
                answer.completeExceptionally(error);
            } else {
                answer.complete(judge(event.getResponse(), timeout));
            }
        }
    }

    private ProbeResult judge(@Nullable PDU response, Duration timeout) {
        if (response == null) {
            return ProbeResult.down(AddressProbe.noAnswer(timeout));
        } else if (response.getType() == PDU.REPORT) {
            return ProbeResult.unknown("answers, but rejects the request: " + SnmpCredentials.explainReport(response));
        } else if (response.getErrorStatus() != PDU.noError) {
            return ProbeResult.unknown("answers, but without the object " + oid + " (" + response.getErrorStatusText()
                    + "); check 'oid' and what listens on this port");
        }
        VariableBinding got = response.size() == 0 ? null : response.get(0);
        if (got == null || got.isException()) {
            String why = got == null ? "an empty response" : String.valueOf(got.getVariable());
            return ProbeResult.unknown("answers, but without the object " + oid + " (" + why + "); check 'oid' and what"
                    + " listens on this port");
        }
        return up(got.getVariable());
    }

    private static ProbeResult up(Variable value) {
        long seconds = value instanceof TimeTicks ticks
                ? ticks.getValue() / TICKS_A_SECOND
                : value instanceof UnsignedInteger32 number ? number.getValue() : -1;
        return new ProbeResult(ProbeResult.Kind.UP, "answers", seconds);
    }
}
