package io.github.argusglue.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A process that renews a token, prints the result, and repeats this on request; killed by {@link RenewalKills}. */
public final class RenewalVictim {
    private RenewalVictim() {}

    /** Arguments: the URL of Argus, the token file, its user, and the password or "-". */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        TokenSettings.Login login = "-".equals(args[3]) ? null : new TokenSettings.Login(args[2], Secret.of(args[3]));
        URI url = URI.create(args[0]);
        ArgusHttp http = ArgusHttp.open(new ArgusAccess(url, Duration.ofSeconds(5)), InstantSource.system());
        Renewal renewal = new Renewal(
                settings(url, file, login),
                secret -> http.tokenApi("oslo", secret),
                OwnerCheck.ANY,
                new RealDisk(),
                InstantSource.system());
        for (RenewalResult result = renewal.renew(Duration.ofSeconds(5)); ; result = renewal.renew(Duration.ZERO)) {
            boolean first = result.kind() == RenewalResult.Kind.RENEWED || result.kind() == RenewalResult.Kind.PERSON;
            System.out.println(result.kind() + " " + result.text());
            if (first) {
                break;
            }
        }
        // After it was told to continue, it only receives a signal.
        boolean goOn = System.in.read() >= 0;
        while (goOn) {
            goOn = renewal.renew(Duration.ZERO).kind() != RenewalResult.Kind.PERSON;
        }
    }

    private static TokenSettings settings(URI url, Path file, TokenSettings.@Nullable Login login) {
        Secret token = Secret.from(() -> {
            try {
                return Files.readString(file, UTF_8).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new TokenSettings(
                "oslo",
                "default",
                url,
                token,
                file,
                null,
                Duration.ofDays(14),
                true,
                login,
                file.resolveSibling("state"));
    }
}
