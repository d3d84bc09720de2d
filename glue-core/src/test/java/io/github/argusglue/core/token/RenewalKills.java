package io.github.argusglue.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.standin.StandInArgus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a process that renews a token with signal 9 at random times, with an Argus that loses and delays responses, and
 * checks that each time the result is a valid token or an instruction for a person.
 */
public final class RenewalKills implements AutoCloseable {
    private static final String REFRESH = "POST /api/v2/auth/refresh-token/.*";
    private static final String LOGIN = "POST /api/v2/auth/token/login/.*";
    private static final String ANY = ".*";
    private static final int LONGEST_MILLIS = 250;

    private final StandInArgus argus;
    private final Path file;
    private final Random random = new Random(20_261_121);
    private int sources;
    private String user = "";
    public int good;
    public int told;
    public int neither;

    public RenewalKills(Path folder) throws IOException {
        argus = StandInArgus.start();
        file = folder.resolve("oslo.token");
        freshToken();
    }

    /** Argument: the number of kills, 200 by default. */
    public static void main(String[] args) throws Exception {
        int kills = args.length > 0 && args[args.length - 1].matches("\\d+")
                ? Integer.parseInt(args[args.length - 1])
                : 200;
        Path folder = Files.createTempDirectory("kills");
        try (RenewalKills bench = new RenewalKills(folder)) {
            bench.kill(kills);
            System.out.printf(
                    Locale.ROOT,
                    "%d kills: %d ended with a good token, %d with what a person has to do, %d with neither%n",
                    kills,
                    bench.good,
                    bench.told,
                    bench.neither);
            if (bench.neither > 0) {
                System.exit(1);
            }
        }
    }

    /** Kills the process repeatedly; each new process first completes the interrupted renewal. */
    public void kill(int times) throws Exception {
        for (int i = 0; i <= times; i++) {
            troubles();
            String password = random.nextInt(3) == 0 ? StandInArgus.PASSWORD : "-";
            Process victim = start(password);
            try (BufferedReader said = victim.inputReader(UTF_8)) {
                String last = "";
                do {
                    last = said.readLine();
                } while (last != null && !last.startsWith("RENEWED ") && !last.startsWith("PERSON "));
                if (i > 0) {
                    judge(String.valueOf(last));
                }
                if (last == null) {
                    throw new IllegalStateException("it ended by itself, see " + errors());
                } else if (last.startsWith("PERSON ")) {
                    freshToken();
                }
                victim.getOutputStream().write('\n');
                victim.getOutputStream().flush();
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(LONGEST_MILLIS)).toNanos());
            } finally {
                victim.destroyForcibly().waitFor();
            }
        }
    }

    private void judge(String last) throws IOException {
        if (argus.accepts(Files.readString(file).strip())) {
            good++;
        } else if (last.contains("/admin/authtoken/tokenproxy/") && last.contains(file.toString())) {
            told++;
        } else {
            neither++;
            System.out.println("neither: " + last);
        }
    }

    private void troubles() {
        argus.faults().clear();
        int pause = 1 + random.nextInt(60);
        switch (random.nextInt(5)) {
            case 0 -> argus.faults().delayAnswers(1_000, ANY, Duration.ofMillis(pause));
            case 1 -> argus.faults().delayAnswers(1_000, REFRESH, Duration.ofMillis(2L * pause));
            case 2 -> argus.faults().dropAnswers(1, REFRESH);
            case 3 -> {
                // Like an Argus that does not allow sessions.
                argus.faults().answer(1 + random.nextInt(3), LOGIN, 404, null);
                argus.faults().delayAnswers(1_000, REFRESH, Duration.ofMillis(2L * pause));
            }
            default -> {
                // Nothing is wrong.
            }
        }
    }

    private void freshToken() throws IOException {
        user = "oslo" + sources++;
        String token = argus.addSource(user);
        argus.allowLogin(user);
        Files.writeString(file, token + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Path errors() {
        return file.resolveSibling("victims.err");
    }

    private Process start(String password) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RenewalVictim.class.getName(),
                        argus.url().toString(),
                        file.toString(),
                        user,
                        password))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()))
                .start();
    }

    @Override
    public void close() {
        argus.close();
    }
}
