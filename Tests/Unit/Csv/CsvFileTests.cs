using Emulator;
using Emulator.Csv;

namespace Tests.Unit.Csv;

public sealed class CsvFileTests
{
    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_others_ignored()
    {
        List<(string, int, double)> rows = [];
        List<string> bad = Read("more,us,gpu,m\nx,1.5,\"A, \"\"B\"\"\",7\ny, 2 ,C,8\n", (in row) => rows.Add((row.Text("gpu"), row.Whole("m"), row.Positive("us"))));
        Assert.Empty(bad);
        Assert.Equal([("A, \"B\"", 7, 1.5), ("C", 8, 2)], rows);
    }

    [Theory]
    [InlineData("gpu,m,us\nA,0,1\n", "f.csv line 2: m is '0'; allowed are whole numbers of 1 and more.")]
    [InlineData("gpu,m,us\nA,1.5,1\n", "f.csv line 2: m is '1.5'; allowed are whole numbers of 1 and more.")]
    [InlineData("gpu,m,us\nA,64.5,1\n", "f.csv line 2: m is '64.5'; allowed are whole numbers of 1 and more.")]
    [InlineData("gpu,m,us\nA,1e300,1\n", "f.csv line 2: m is '1e300'; allowed are whole numbers of 1 and more.")]
    [InlineData("gpu,m,us\nA,99999999999,1\n", "f.csv line 2: m is '99999999999'; allowed are whole numbers from 1 to 2147483647.")]
    [InlineData("gpu,m,us\nA,1,NaN\n", "f.csv line 2: us is 'NaN'; allowed are numbers above 0.")]
    [InlineData("gpu,m,us\nA,1,\n", "f.csv line 2: us is empty; allowed are numbers above 0.")]
    [InlineData("gpu,m,us\n,1,1\n", "f.csv line 2: gpu is empty; allowed are text.")]
    [InlineData("gpu,m,us\nA,1\n", "f.csv line 2 has 2 fields, but the header has 3.")]
    public void A_bad_row_is_named_and_the_next_one_read(string text, string problem)
    {
        int read = 0;
        List<string> bad = Read(text + "B,2,3\n", (in row) =>
        {
            _ = (row.Text("gpu"), row.Whole("m"), row.Positive("us"));
            read++;
        });
        Assert.Equal([problem], bad);
        Assert.Equal(1, read);
    }

    [Fact]
    public void Whole_numbers_may_be_written_as_real_ones_and_blank_lines_are_no_rows()
    {
        List<int> rows = [];
        Assert.Empty(Read("gpu,m,us\r\nA,64.0,1\r\n\r\nA,1e6,1\r\n", (in row) => rows.Add(row.Whole("m"))));
        Assert.Equal([64, 1_000_000], rows);
    }

    [Theory]
    [InlineData("", "f.csv is empty; its first line must be a header of column names.")]
    [InlineData("gpu,us\nA,1\n", "f.csv has no column m; its header must name gpu, m, us.")]
    [InlineData("gpu,m,m,us\nA,1,1,1\n", "f.csv names a column twice: Col name 'm' found 2 times at 1:'m' 2:'m' in header row 'gpu,m,m,us'.")]
    public void A_header_that_does_not_fit_is_an_error(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<InvalidConfigurationException>(() => Read(text, (in _) => { })).Message);

    private static List<string> Read(string text, CsvFile.RowAction read)
    {
        List<string> bad = [];
        CsvFile.Read(new StringReader(text), "f.csv", ["gpu", "m", "us"], [], read, bad.Add);
        return bad;
    }
}
