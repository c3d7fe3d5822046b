# Renders every page of a wiki with Gollum's library and follows every link within it.
# Arguments: the folder of the wiki, a git repository.
require 'gollum-lib'
require 'nokogiri'
require 'cgi'

folder = File.expand_path(ARGV.fetch(0))
wiki = Gollum::Wiki.new(folder, ref: 'HEAD')
pages = wiki.pages
names = pages.map { |page| page.url_path }
files = Dir.chdir(folder) { Dir.glob('**/*') }
faults = []
links = 0
special = %w[_Sidebar _Footer].map { |name| [name, pages.first&.public_send(name == '_Sidebar' ? :sidebar : :footer)] }
(pages.map { |page| [page.url_path, page] } + special).each do |name, page|
  (faults << "#{name}: missing"; next) if page.nil?
  html = page.formatted_data
  faults << "#{name}: nothing rendered" if html.strip.empty?
  document = Nokogiri::HTML.fragment(html)
  faults << "#{name}: Gollum's own mark for a page that is not there" unless document.css('a.absent').empty?
  base = File.dirname(name)
  targets = document.css('a[href]').map { |a| a['href'] } + document.css('img[src]').map { |img| img['src'] }
  targets.each do |target|
    next if target =~ /\A([a-z]+:|#|\/\/)/i
    links += 1
    path = CGI.unescape(target.split('#').first.gsub('+', '%2B'))
    path = File.expand_path(path, "/#{base}").sub(%r{\A/}, '')
    faults << "#{name}: #{target} leads nowhere" unless names.include?(path) || files.include?(path)
  end
  faults << "#{name}: a script was let through" unless document.css('script').empty?
end
faults.each { |fault| puts fault }
puts "gollum: #{pages.size} pages rendered, #{links} links followed, #{faults.size} faults"
exit(faults.empty? ? 0 : 1)
