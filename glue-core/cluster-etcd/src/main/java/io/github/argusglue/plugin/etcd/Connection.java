package io.github.argusglue.plugin.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC channel to one member of etcd, made at the first request. */
final class Connection {
    private static final int DEFAULT_PORT = 2379;
    private static final int MOST_BYTES = 16 << 20;

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NEEDS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    private final URI endpoint;
    private final ManagedChannel channel;

    private Connection(URI endpoint, ManagedChannel channel) {
        this.endpoint = endpoint;
        this.channel = channel;
    }

    /**
     * Prepares a connection. Reads the certificates, so that replaced ones are used from the next connection on.
     *
     * @throws IOException if a file with certificates cannot be used
     */
    static Connection to(URI endpoint, EtcdConfig config, Duration timeout, EventLoopGroup threads) throws IOException {
        int port = endpoint.getPort() < 0 ? DEFAULT_PORT : endpoint.getPort();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(host(endpoint), port)
                .eventLoopGroup(threads)
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .directExecutor()
                // A member that vanished without a word is noticed while a watch is open; etcd refuses pings more
                // often than every 5 s.
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .maxInboundMessageSize(MOST_BYTES);
        if (config.isEncrypted()) {
            builder.sslContext(Certificates.context(config));
        } else {
            builder.usePlaintext();
        }
        return new Connection(endpoint, builder.build());
    }

    private static String host(URI endpoint) {
        String host = endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    URI endpoint() {
        return endpoint;
    }

    /** Sends a request and waits for the answer. */
    <Q, R> R send(MethodDescriptor<Q, R> method, Q request, @Nullable String token, Duration timeout) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(Math.max(1, timeout.toNanos()), TimeUnit.NANOSECONDS);
        return ClientCalls.blockingUnaryCall(channel(token), method, options, request);
    }

    /** Returns the channel, for requests with this token. A member that knows no leader refuses them at once. */
    Channel channel(@Nullable String token) {
        Metadata headers = new Metadata();
        headers.put(NEEDS_LEADER, "true");
        if (token != null) {
            headers.put(TOKEN, token);
        }
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Closes it when the requests in progress are done. */
    void retire() {
        channel.shutdown();
    }

    /** Closes it at once. */
    void close() {
        channel.shutdownNow();
    }
}
