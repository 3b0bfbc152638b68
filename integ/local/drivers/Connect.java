import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;

/**
 * Connects with the configuration in each file named, and reads one row. Standard input has a line for each: the statement, the
 * user's name or access key, the secret, and the session token if there is one, separated by tabs.
 */
class Connect {
    public static void main(String[] files) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (var file : files) {
            var line = input.readLine().split("\t", -1);
            // Where the default credentials of the AWS SDK are looked for first.
            System.setProperty("aws.accessKeyId", line[1]);
            System.setProperty("aws.secretAccessKey", line[2]);
            if (line[3].isEmpty()) System.clearProperty("aws.sessionToken");
            else System.setProperty("aws.sessionToken", line[3]);
            var builder = CqlSession.builder().withConfigLoader(DriverConfigLoader.fromFile(new File(file)));
            if (file.contains("password")) builder.withAuthCredentials(line[1], line[2]);
            try (var session = builder.build()) {
                System.out.println("> " + session.execute(line[0]).one().getString(0));
            } catch (RuntimeException error) {
                System.out.println("> " + error.getMessage().replace('\n', ' '));
            }
        }
        // The driver's threads have nothing left to do, but take their time.
        System.exit(0);
    }
}
