import java.io.BufferedReader;
import java.io.InputStreamReader;
import software.amazon.event.ruler.Ruler;

/** Says of each line of standard input, an event and a pattern with a tab between them, whether they match. */
class Match {
    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            var pair = line.split("\t");
            System.out.println("> " + Ruler.matchesRule(pair[0], pair[1]));
        }
    }
}
