package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.TokenApi;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stand-in Argus and a source's token in a file. */
public final class TokenScene implements AutoCloseable {
    public static final Duration NOW = Duration.ZERO;

    public final StandInArgus argus;
    public final ArgusHttp http;
    public final String first;
    public final Path folder;
    public final Path file;
    TokenSettings.@Nullable Login login;
    public boolean renew = true;

    public TokenScene(Path work) throws IOException {
        argus = StandInArgus.start();
        http = ArgusHttp.open(new ArgusAccess(argus.url(), Duration.ofSeconds(5)), InstantSource.system());
        first = argus.addSource("oslo");
        folder = Files.createDirectories(work.resolve("tokens"));
        file = folder.resolve("oslo.token");
        write(first);
    }

    public void write(String token) {
        try {
            Files.deleteIfExists(file);
            Files.writeString(file, token + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String token() {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isGood() {
        return argus.accepts(token());
    }

    public void password(String password) {
        login = new TokenSettings.Login("oslo", Secret.of(password));
    }

    public TokenSettings settings() {
        return new TokenSettings(
                "oslo",
                "default",
                argus.url(),
                Secret.from(this::token),
                file,
                null,
                Duration.ofDays(14),
                renew,
                login,
                folder.resolveSibling("oslo.token.json"));
    }

    public Function<Secret, TokenApi> api() {
        return secret -> http.tokenApi("oslo", secret);
    }

    public Renewal renewal() {
        return renewal(api(), new RealDisk());
    }

    public Renewal renewal(Function<Secret, TokenApi> api, Disk disk) {
        return new Renewal(settings(), api, OwnerCheck.ANY, disk, InstantSource.system());
    }

    /** The files that a completed renewal leaves in the folder. */
    public boolean isTidy() {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .allMatch(name -> name.equals("oslo.token") || name.equals("oslo.token.lock"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        argus.close();
    }
}
