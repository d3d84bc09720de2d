package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.HostPort;
import io.github.argusglue.core.failover.ProbeResult.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The result of probing all addresses of a primary. */
final class AddressProbeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static AddressProbe probe(
            Duration timeout, AddressProbe.AddressCheck question, List<InetAddress> addresses, int port) {
        return new AddressProbe("tcp", new HostPort("both", port), timeout, question, new Resolver(host -> addresses));
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void oneAddressThatAnswersIsEnough(int first, int second) throws Exception {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(address(1), 0));
        Probe probe = probe(LONG, new TcpCheck(), List.of(address(first), address(second)), server.getLocalPort());
        assertEquals(Kind.UP, probe.probe().kind());
        server.close();
        assertEquals(Kind.DOWN, probe.probe().kind());
    }

    /** If an address cannot be checked, the state of the primary is unknown even if all others fail. */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void oneUnknownAddressMakesTheResultUnknown(int first, int second) throws Exception {
        AddressProbe.AddressCheck question = (address, timeout) -> {
            throw address.getAddress().equals(address(1))
                    ? new SocketException("Network is unreachable")
                    : new ConnectException("Connection refused");
        };
        ProbeResult answer = probe(LONG, question, List.of(address(first), address(second)), 1)
                .probe();
        assertEquals(ProbeResult.unknown("cannot be checked: Network is unreachable"), answer);
    }

    @Test
    void anInternalErrorIsNotAFailureOfThePrimary() throws Exception {
        AddressProbe.AddressCheck question = (address, timeout) -> {
            throw new IllegalStateException("boo");
        };
        ProbeResult answer = probe(LONG, question, List.of(address(1)), 1).probe();
        assertEquals(Kind.UNKNOWN, answer.kind());
        assertTrue(answer.text().contains("internal error in argus-glue"), answer::text);
    }

    @Test
    void aHangingCheckIsATimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AddressProbe.AddressCheck question = (address, timeout) -> {
            end.await();
            return ProbeResult.up("too late");
        };
        assertEquals(
                ProbeResult.down("does not answer within 200 ms"),
                probe(SHORT, question, List.of(address(1)), 1).probe());
        end.countDown();
    }

    @Test
    void theNumberOfProbedAddressesIsLimited() throws Exception {
        Set<InetSocketAddress> asked = ConcurrentHashMap.newKeySet();
        AddressProbe.AddressCheck question = (address, timeout) -> {
            asked.add(address);
            return ProbeResult.down("is down");
        };
        List<InetAddress> many =
                IntStream.rangeClosed(1, 50).mapToObj(AddressProbeTest::address).toList();
        assertEquals(Kind.DOWN, probe(LONG, question, many, 1).probe().kind());
        assertEquals(8, asked.size());
    }

    @Test
    void ourOwnNetworkErrorsMeanUnknown() {
        for (String ours : List.of("Network is unreachable", "Protocol family unavailable")) {
            assertEquals(Kind.UNKNOWN, explain(new SocketException(ours)), ours);
        }
        assertEquals(Kind.DOWN, explain(new ConnectException("Connection refused")));
        assertEquals(Kind.DOWN, explain(new PortUnreachableException()));
        assertEquals(Kind.DOWN, explain(new NoRouteToHostException()));
        assertEquals(Kind.DOWN, explain(new SocketTimeoutException()));
        assertEquals(Kind.DOWN, explain(new SocketException("Connection reset by peer")));
        assertEquals(Kind.DOWN, explain(new IOException("behind", new IOException("No route to host"))));
    }

    private static Kind explain(IOException failure) {
        return AddressProbe.explain(failure, SHORT).kind();
    }
}
