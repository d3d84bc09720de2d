package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.CheckedToken;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.core.argus.WritePermit;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** The HTTP connections to one Argus server, shared by all its sources. Closing it cancels requests in progress. */
public final class ArgusHttp implements AutoCloseable {
    private final ArgusClient client;
    private final URI url;
    private final InstantSource clock;
    private final RequestObserver observer;

    private ArgusHttp(ArgusClient client, URI url, InstantSource clock, RequestObserver observer) {
        this.client = client;
        this.url = url;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * Creates the client of one server. Reads the certificate files, sends nothing.
     *
     * @throws IOException if a certificate file cannot be used; the message names its key
     */
    public static ArgusHttp open(ArgusAccess access, InstantSource clock) throws IOException {
        return open(access, clock, RequestObserver.NONE);
    }

    /**
     * Creates the client of one server. Reads the certificate files, sends nothing.
     *
     * @param observer is notified of each request
     * @throws IOException if a certificate file cannot be used; the message names its key
     */
    public static ArgusHttp open(ArgusAccess access, InstantSource clock, RequestObserver observer) throws IOException {
        return new ArgusHttp(new ArgusClient(access), access.url(), clock, observer);
    }

    /** Returns the client of one source. Sends nothing. */
    public Argus argus(String source, Secret token) {
        return HttpArgus.create(
                client,
                url,
                token,
                source,
                clock,
                observer,
                TokenObserver.NONE,
                CheckedToken.notRequired(),
                WritePermit.ALWAYS);
    }

    /**
     * Returns the client of one source that uses only tokens whose owner was {@linkplain Argus#identify identified}.
     * Sends nothing.
     *
     * @param tokens is notified whether Argus accepts the token
     */
    public Argus checkedArgus(String source, Secret token, TokenObserver tokens) {
        return checkedArgus(source, token, tokens, WritePermit.ALWAYS);
    }

    /**
     * Returns such a client that writes only while a permit allows it.
     *
     * @param permit asked immediately before each write
     */
    public Argus checkedArgus(String source, Secret token, TokenObserver tokens, WritePermit permit) {
        return HttpArgus.create(client, url, token, source, clock, observer, tokens, CheckedToken.required(), permit);
    }

    /** Returns the client for requests about the token of a source. Sends nothing. */
    public TokenApi tokenApi(String source, Secret token) {
        ArgusFailures failures = new ArgusFailures(source, clock);
        ArgusTransport transport = new ArgusTransport(
                client,
                token,
                failures,
                new ServerClock(clock),
                observer,
                TokenObserver.NONE,
                CheckedToken.notRequired(),
                WritePermit.ALWAYS);
        return new HttpTokenApi(transport, failures, ArgusUrls.base(url));
    }

    /**
     * Returns whether the way to the server works, whatever it answers. Blocks for up to three times {@code timeout}.
     */
    public boolean isReachable(Duration timeout) {
        return client.isReachable(timeout);
    }

    /** Cancels requests in progress and closes the connections. */
    @Override
    public void close() {
        client.close();
    }

    /** Returns the number of open connections, in use or idle. */
    int connections() {
        return client.connections();
    }
}
