package io.github.argusglue.plugin.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The token by which etcd knows the user. Tokens expire after some minutes without use, and a member that is restarted
 * has forgotten them: then the next request signs in again.
 */
final class Login {
    private final EtcdConfig config;
    private volatile @Nullable String token;

    Login(EtcdConfig config) {
        this.config = config;
    }

    /** Returns whether requests are sent with a token. */
    boolean isNeeded() {
        return config.user().isPresent();
    }

    /** Returns the token; null if there is none yet. */
    @Nullable
    String known() {
        return token;
    }

    /** Returns the token for a request, and signs in if there is none; null if no user is configured. */
    @Nullable
    String token(Connection connection, Duration timeout) {
        String known = token;
        if (known != null || config.user().isEmpty() || config.password().isEmpty()) {
            return known;
        }
        AuthenticateRequest request = AuthenticateRequest.newBuilder()
                .setName(config.user().get())
                .setPassword(config.password().get().reveal())
                .build();
        String made = connection
                .send(AuthGrpc.getAuthenticateMethod(), request, null, timeout)
                .getToken();
        token = made;
        return made;
    }

    /** Forgets a token that etcd has refused. */
    void forget(@Nullable String refused) {
        if (refused != null && refused.equals(token)) {
            token = null;
        }
    }
}
